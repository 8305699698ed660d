import { webgpu } from "segloss/webgpu";
import { describe } from "vitest";
import { conformance } from "../../conformance/suite.ts";
import { softwareDevices } from "./software-device.ts";
import { WEBGPU_TOLERANCES } from "./tolerances.ts";

const makeDevice = await softwareDevices();
const engine = webgpu({ device: await makeDevice() });

describe("webgpu on SwiftShader, a pair of the suite in 47", () => {
  conformance(engine, { tolerances: WEBGPU_TOLERANCES, every: 47 });
});
