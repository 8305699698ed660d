import { nodeRuntime, sgd, trainer, unet } from "@segloss/train";
import { describe, expect, it } from "vitest";
import { ALL_CASES, batchOf, distance, FEW_CASES, nameOf, train } from "./cases.ts";
import { useSoftwareAdapter } from "./software-adapter.ts";

useSoftwareAdapter();

const cases = process.env.SEGLOSS_FULL ? [...ALL_CASES, FEW_CASES[0]] : FEW_CASES;

describe("onnxruntime-node on WebGPU goes the way of the CPU", () => {
  it.each(cases.map((given) => [nameOf(given), given] as const))("%s", async (_, given) => {
    const expected = await train(nodeRuntime(), given);
    const came = await train(nodeRuntime({ provider: "webgpu" }), given);
    for (const [step, loss] of expected.losses.entries())
      expect(Math.abs(came.losses[step] / loss - 1), `loss of step ${step + 1}`).toBeLessThan(1e-5);
    expect(distance(came.parameters, expected.parameters)).toBeLessThan(1e-4);
    expect(distance(came.logits, expected.logits)).toBeLessThan(1e-3);
  });
});

it.each([nodeRuntime(), nodeRuntime({ provider: "webgpu" })])(
  "a training that has diverged says so on $name, where comparisons and maxima pass over what is no number",
  async (runtime) => {
    const made = await trainer({
      runtime,
      network: unet({ depth: 3, width: 8 }),
      loss: "lovasz",
      batchShape: [2, 16, 16],
      optimizer: sgd({ rate: 1e30, momentum: 0 }),
    });
    const batch = batchOf({ ...FEW_CASES[3], classes: 1, bands: 1 });
    const finite: boolean[] = [];
    for (let step = 0; step < 2; step++) finite.push((await made.step(batch)).finite);
    expect(finite).toEqual([true, false]);
    await made.dispose();
  },
);
