import type { Graph } from "../../graph.ts";
import type { Value } from "../../value.ts";
import { reshape } from "../layout.ts";

/** [N, ...] to [...]. */
export function sumOverFirst(g: Graph, value: Value): Value {
  const [n, ...rest] = value.shape;
  if (n === 1) return reshape(g, value, rest);
  return g.emit("ReduceSum", [value, g.integers([0])], rest, { keepdims: 0 });
}
