import type { Graph } from "../../graph.ts";
import type { Value } from "../../value.ts";
import type { Correlation } from "./correlation.ts";

/** A way to compute a correlation. All give the same up to rounding; they differ in time, memory and operators. */
export interface Form {
  readonly name: string;
  /** What it needs of a correlation; undefined where the correlation has it. */
  needs(correlation: Correlation): string | undefined;
  /** Appends the nodes of R with the channels last, [F, taps, taps, C]: the order in which most forms find it. */
  build(g: Graph, correlation: Correlation): Value;
}
