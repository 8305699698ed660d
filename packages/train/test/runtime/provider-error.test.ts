import { expect, test } from "vitest";
import { providerError } from "../../src/runtime/provider-error.ts";

test("what a runtime says of a missing provider is said without its source and conditions", () => {
  const cause = new Error(
    "/src/webgpu_context.cc:136 Initialize(config)::<lambda()> status == Success was false. Failed to get a WebGPU adapter: No supported adapters\nat frame",
  );
  expect((providerError("webgpu", cause) as Error).message).toBe(
    'The provider "webgpu" cannot be used: expected a GPU that WebGPU can use, and there is none ' +
      "(Failed to get a WebGPU adapter: No supported adapters). Install its driver (on Linux libvulkan1 and the Vulkan " +
      "driver of the GPU), or leave the provider out, to compute on the CPU.",
  );
});

test("any other error stays what it is", () => {
  const cause = new Error("model: no such node");
  expect(providerError("webgpu", cause)).toBe(cause);
});
