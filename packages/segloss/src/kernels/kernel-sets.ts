import type { makeFields } from "../engines/make-fields.ts";
import type { Operand, RegionSize } from "../engines/reference/operand.ts";
import type { WasmRanks } from "../engines/wasm/kernels/rank/wasm-ranks.ts";
import type { WasmSkeletons } from "../engines/wasm/kernels/stencil/wasm-skeletons.ts";
import type { ApplyNode } from "../formula/expression.ts";
import type { TermKernels } from "../losses/kernels.ts";

/** Values of a node over a region, in float64. */
type Evaluated = (node: ApplyNode, args: readonly Operand[], size: RegionSize) => Float64Array;

/** What terms bring along, by name. WebGPU has its own. */
interface KernelSets {
  /** For `lovasz` and `hardest`. */
  readonly ranks: { readonly reference: Evaluated; readonly wasm: WasmRanks };
  /** For `skeleton`. */
  readonly skeletons: { readonly reference: Evaluated; readonly wasm: WasmSkeletons };
  /** For distances and other fields; the wasm engine makes them itself. */
  readonly fields: { readonly reference: typeof makeFields };
}

type Name = TermKernels["name"];
export type KernelSet<K extends Name> = TermKernels & { readonly name: K } & KernelSets[K];

const USES: Readonly<Record<Name, string>> = {
  ranks: "ranks pixels (lovasz, hardest)",
  skeletons: "looks at neighbours (skeleton)",
  fields: "reads distances or other fields",
};

/**
 * One of the kernels that a plan's terms have brought.
 * @throws Error for a loss that has lost them
 */
export function kernelsNamed<K extends Name>(name: K, brought: readonly TermKernels[]): KernelSet<K> {
  const found = brought.find((kernels) => kernels.name === name);
  if (found) return found as KernelSet<K>;
  throw new Error(
    `This loss ${USES[name]} and is a copy without the code for that, such as JSON.parse or structuredClone makes: ` +
      "pass the loss itself, or copy it by lossFromJson(lossToJson(loss)).",
  );
}
