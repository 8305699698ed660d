import type { Graph } from "../graph.ts";
import { reshape } from "../operators/layout.ts";
import type { Value } from "../value.ts";

/** The numbers of a tensor seen in the shape `split`, with its axes in the order `perm`. */
export function permuted(g: Graph, value: Value, split: readonly number[], perm: readonly number[]): Value {
  const shape = perm.map((axis) => split[axis]);
  return g.emit("Transpose", [reshape(g, value, split)], shape, { perm });
}
