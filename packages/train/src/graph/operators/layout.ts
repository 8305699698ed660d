import type { Graph } from "../graph.ts";
import type { Value } from "../value.ts";

/** The same elements in the same order, seen in another shape. */
export function reshape(g: Graph, value: Value, shape: readonly number[]): Value {
  return g.emit("Reshape", [value, g.integers(shape)], shape);
}

/** [N, C, H, W] to [C]. */
export function sumOverPixels(g: Graph, value: Value): Value {
  return g.emit("ReduceSum", [value, g.integers([0, 2, 3])], [value.shape[1]], { keepdims: 0 });
}
