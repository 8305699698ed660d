import type { Expression } from "./expression.ts";

/** What gives the names and reductions of a formula their meaning. */
export interface Meaning {
  /** Symbols, parameters and maps by name. */
  readonly names: ReadonlyMap<string, Expression>;
  /** Target of the pixel and class. */
  readonly truth: Expression;
  /** Weight of the pixel, 0 where ignored; the number 1 when there are neither weights nor ignored pixels. */
  readonly weight: Expression;
  /** 1 for a pixel that counts, 0 where ignored; the number 1 when all count. */
  readonly valid: Expression;
  /** What a mean divides by, summed over the pixels: 1 for each valid pixel, or its weight. */
  readonly counted: Expression;
  /** 0 for a class that is left out of `total` and pooled sums, else 1. */
  readonly classMask: Expression;
  /** Whether sums and means run over the classes too. */
  readonly pooled: boolean;
  /** Value of 0/0 between sums of a region. */
  readonly empty: number;
}
