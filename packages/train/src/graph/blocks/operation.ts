import type { OnnxAttribute } from "segloss";
import type { Value } from "../value.ts";

/** A node or a unit of the graph that is brought to blocks. */
export interface Operation {
  readonly type: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  /** Positions of its nodes in the source: `from` is the first, `to` the one behind the last. */
  readonly from: number;
  readonly to: number;
}
