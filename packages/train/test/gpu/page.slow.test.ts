import { nodeRuntime } from "@segloss/train";
import { beforeAll, describe, expect, it } from "vitest";
import { askPage, bundlePage } from "./ask-page.ts";
import { ALL_CASES, distance, FEW_CASES, train } from "./cases.ts";

const cases = process.env.SEGLOSS_FULL ? ALL_CASES : [FEW_CASES[1]];
const WEBGPU = ["--enable-unsafe-webgpu"];
const MODULE = "ort.webgpu.bundle.min.mjs";

describe("a page of Chromium without a GPU (CHROMIUM_PATH names another)", () => {
  let code: string;
  beforeAll(async () => {
    code = await bundlePage();
  });

  it("trains on WebGPU as Node does on the CPU, and on a device of its own", async () => {
    const answer = await askPage(code, { bundle: MODULE, flags: WEBGPU, cases });
    expect(answer.error).toBeUndefined();
    expect(answer.doubled).toEqual([2, 4, 6]);
    for (const [at, came] of answer.trained.entries()) {
      const expected = await train(nodeRuntime(), cases[at]);
      for (const [step, loss] of expected.losses.entries())
        expect(Math.abs(came.losses[step] / loss - 1), `loss of step ${step + 1}`).toBeLessThan(1e-5);
      expect(distance(came.parameters, expected.parameters)).toBeLessThan(1e-4);
      expect(distance(came.logits, expected.logits)).toBeLessThan(1e-3);
    }
  }, 900_000);

  it("refuses the default bundle of onnxruntime-web for WebGPU", async () => {
    const { error } = await askPage(code, { bundle: "ort.bundle.min.mjs", flags: WEBGPU, cases });
    expect(error).toMatch(
      /^The provider "webgpu" was refused: expected the module onnxruntime-web\/webgpu .*; got a bundle whose WebGPU trains with wrong values/,
    );
  });

  it("says that there is no adapter, and what to do", async () => {
    const { error } = await askPage(code, { bundle: MODULE, flags: [], cases });
    expect(error).toMatch(
      /^The provider "webgpu" cannot be used: .*got no adapter\. .*on the CPU: webRuntime\(\)\.$/,
    );
  });
});
