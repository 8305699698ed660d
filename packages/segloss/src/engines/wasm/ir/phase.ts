import type { GuardOutput, StoreOutput, SumOutput } from "./program.ts";
import type { Value } from "./value.ts";

/**
 * What is computed for all pixels of a block (with `classes`, class by class) before something else can be. What a
 * later phase needs stays in scratch memory that fits the first-level cache.
 */
export interface Phase {
  readonly classes: boolean;
  readonly reductions: readonly Value[];
  readonly saves: readonly Value[];
  readonly sums: readonly SumOutput[];
  readonly stores: readonly StoreOutput[];
  readonly guards: readonly GuardOutput[];
  /** Values that this phase computes rather than loads. */
  readonly computes: ReadonlySet<Value>;
}
