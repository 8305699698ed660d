import type { Outputs } from "./program.ts";
import type { Value } from "./value.ts";

/**
 * What is computed for all pixels of a block (with `classes`, class by class) before something else can be. What a
 * later phase needs is kept meanwhile.
 */
export interface Phase extends Outputs {
  readonly classes: boolean;
  readonly reductions: readonly Value[];
  readonly saves: readonly Value[];
  /** Values that this phase computes rather than loads. */
  readonly computes: ReadonlySet<Value>;
}
