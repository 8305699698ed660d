import { shown } from "segloss/door";

/** What a runtime says where its provider cannot be had; a model that cannot be loaded has its own words. */
export function providerError(provider: string, onCpu: string, cause: unknown): unknown {
  const said = cause instanceof Error ? cause.message : String(cause);
  const known = REASONS.find(({ says }) => says.test(said));
  if (!known) return cause;
  const lines = said.trim().split("\n");
  return new Error(
    `The provider ${shown(provider)} cannot be used: ${known.reason}. ${known.remedy(onCpu)} ONNX Runtime said: ${lines[0]}`,
    { cause },
  );
}

const REASONS = [
  {
    says: /GPU adapter|WebGPU is not supported/i,
    reason: "expected a GPU that WebGPU can use, and there is none",
    remedy: (onCpu: string) =>
      `Install the driver of the GPU (on Linux libvulkan1 and its Vulkan driver), or train on the CPU: ${onCpu}.`,
  },
  {
    says: /backend not found|no available backend|failed to load shared library/i,
    reason: "this build of ONNX Runtime does not have it, or a library that it needs is missing",
    remedy: (onCpu: string) => `Use "webgpu", or train on the CPU: ${onCpu}.`,
  },
] as const;
