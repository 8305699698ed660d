import { webgpu } from "segloss/webgpu";
import { expect, it } from "vitest";
import { fuzz, fuzzOptions } from "../../fuzz/fuzz.ts";
import { checkWebGpu } from "./check-webgpu.ts";
import { softwareDevices } from "./software-device.ts";

const cases = process.env.SEGLOSS_FULL ? 300 : 6;

it("random losses in random settings are the same on the reference and on WebGPU", async () => {
  const makeDevice = await softwareDevices();
  const engine = webgpu({ device: await makeDevice() });
  const { counts, failures } = await fuzz(fuzzOptions(cases), (spec) => checkWebGpu(spec, engine));
  console.log(JSON.stringify(counts));
  expect(failures.join("\n\n")).toBe("");
});
