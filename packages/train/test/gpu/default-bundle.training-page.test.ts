import { webRuntime } from "@segloss/train";
import { expect, it } from "vitest";
import { doubled } from "./doubled.ts";

it("the default bundle of onnxruntime-web is refused for WebGPU", async () => {
  await expect(doubled(webRuntime({ provider: "webgpu" }))).rejects.toThrow(
    /^The provider "webgpu" was refused: expected the module onnxruntime-web\/webgpu .*; got a bundle whose WebGPU trains with wrong values/,
  );
});
