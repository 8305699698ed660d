import { shown } from "segloss/door";

const KNOWN = [
  {
    says: /GPU adapter|WebGPU is not supported/i,
    reason: "expected a GPU that WebGPU can use, and there is none",
    remedy: "Install its driver (on Linux libvulkan1 and the Vulkan driver of the GPU)",
  },
  {
    says: /backend not found|no available backend|failed to load shared library/i,
    reason: "expected a build of ONNX Runtime that has it, and this one does not, or misses a library of it",
    remedy: "Install what it needs",
  },
] as const;

/** What a runtime says where its provider cannot be had; a model that cannot be loaded has its own words. */
export function providerError(provider: string, cause: unknown): unknown {
  const said = cause instanceof Error ? cause.message : String(cause);
  const known = KNOWN.find(({ says }) => says.test(said));
  if (!known) return cause;
  const { reason, remedy } = known;
  return new Error(
    `The provider ${shown(provider)} cannot be used: ${reason} (${ownWords(said)}). ` +
      `${remedy}, or leave the provider out, to compute on the CPU.`,
    { cause },
  );
}

/** The first line without the place in the runtime's source and the condition that stand before it. */
function ownWords(said: string): string {
  return said
    .trim()
    .split("\n")[0]
    .replace(/^.* was false\. /, "");
}
