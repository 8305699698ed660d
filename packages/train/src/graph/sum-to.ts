import type { Graph } from "./graph.ts";
import type { Value } from "./value.ts";

/** Undoes broadcasting: sums `value` over the axes in which `shape` has extent 1 or that it lacks. */
export function sumTo(g: Graph, value: Value, shape: readonly number[]): Value {
  const missing = value.shape.length - shape.length;
  const aligned = value.shape.map((_, axis) => (axis < missing ? 1 : shape[axis - missing]));
  const axes = aligned.flatMap((extent, axis) => (extent === 1 && value.shape[axis] !== 1 ? [axis] : []));
  const summed = axes.length
    ? g.emit("ReduceSum", [value, g.integers(axes)], aligned, { keepdims: 1 })
    : value;
  return missing ? g.emit("Reshape", [summed, g.integers(shape)], shape) : summed;
}
