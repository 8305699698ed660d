import { nodeRuntime } from "@segloss/train";
import { describe, expect, it } from "vitest";
import { ALL_CASES, distance, FEW_CASES, nameOf, train } from "./cases.ts";
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
