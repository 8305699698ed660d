import type { OnnxAttribute } from "segloss";
import type { Graph } from "../graph.ts";
import type { Value } from "../value.ts";

/** The same elements in the same order, seen in another shape. */
export function reshape(g: Graph, value: Value, shape: readonly number[]): Value {
  return g.emit("Reshape", [value, g.integers(shape)], shape);
}

/** [N, C, H, W] to [C], axis by axis: runtimes add in float32, and a million terms in one sum lose three digits. */
export function sumOverPixels(g: Graph, value: Value): Value {
  const axisByAxis = () =>
    [3, 2, 0].reduce((sum, axis) => {
      const shape = sum.shape.filter((_, other) => other !== axis);
      return g.emit("ReduceSum", [sum, g.integers([axis])], shape, { keepdims: 0 });
    }, value);
  return unit(g, "SumOverPixels", [value], {}, axisByAxis);
}

/** The nodes that `build` appends, marked as a unit with one result. */
export function unit(
  g: Graph,
  type: string,
  inputs: readonly Value[],
  attributes: Readonly<Record<string, OnnxAttribute>>,
  build: () => Value,
): Value {
  return g.unit(type, inputs, attributes, () => [build()])[0];
}

/**
 * [N, C, 2H, 2W] to [N, 4C, H, W]: the four pixels of every 2x2 block become channels, in the order (dy, dx, C).
 * SpaceToDepth has no kernel on GPUs.
 */
export function blocksToChannels(g: Graph, value: Value): Value {
  const [n, c, height, width] = value.shape;
  const [h, w] = [height / 2, width / 2];
  const shape = [n, 4 * c, h, w];
  if (g.device === "cpu") return g.emit("SpaceToDepth", [value], shape, { blocksize: 2 });
  const blocks = reshape(g, value, [n, c, h, 2, w, 2]);
  const turned = g.emit("Transpose", [blocks], [n, 2, 2, c, h, w], { perm: [0, 3, 5, 1, 2, 4] });
  return reshape(g, turned, shape);
}
