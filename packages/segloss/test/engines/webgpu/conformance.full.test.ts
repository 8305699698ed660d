import { webgpu } from "segloss/webgpu";
import { describe } from "vitest";
import { conformance } from "../../conformance/suite.ts";
import { softwareDevices } from "./software-device.ts";
import { WEBGPU_TOLERANCES } from "./tolerances.ts";

const makeDevice = await softwareDevices();
const engine = webgpu({ device: await makeDevice() });

/** `SEGLOSS_PART=3/40` is the third of forty parts of the suite. */
const [part, parts] = (process.env.SEGLOSS_PART ?? "1/1").split("/").map(Number);

describe(`webgpu on SwiftShader, part ${part} of ${parts} of the suite`, () => {
  conformance(engine, { tolerances: WEBGPU_TOLERANCES, every: parts, first: part - 1 });
});
