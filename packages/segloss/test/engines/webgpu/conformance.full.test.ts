import { webgpu } from "segloss/webgpu";
import { afterAll, describe } from "vitest";
import { conformance } from "../../conformance/suite.ts";
import { softwareDevices } from "./software-device.ts";
import { WEBGPU_TOLERANCES } from "./tolerances.ts";

const makeDevice = await softwareDevices();
const engine = webgpu({ device: await makeDevice() });

/** `SEGLOSS_PART=3/40` is the third of forty parts of the suite. */
const [part, parts] = (process.env.SEGLOSS_PART ?? "1/1").split("/").map(Number);

/** The largest errors of value and gradient, and where they are. */
const worst = { value: [0, ""], gradient: [0, ""] } as Record<"value" | "gradient", [number, string]>;

describe(`webgpu without a GPU, part ${part} of ${parts} of the suite`, () => {
  conformance(engine, {
    tolerances: WEBGPU_TOLERANCES,
    every: parts,
    first: part - 1,
    onErrors: (errors, pair) => {
      for (const key of ["value", "gradient"] as const)
        if (errors[key] > worst[key][0]) worst[key] = [errors[key], pair];
    },
  });
});

afterAll(() => console.log(`largest errors: ${JSON.stringify(worst)}`));
