import type { Operator } from "../operator.ts";

/** Repeats every pixel 2x2 times, doubling height and width. */
export const upsampleNearest: Operator<void> = {
  name: "upsampleNearest",
  forward(g, [x]) {
    const [n, c, h, w] = x.shape;
    const scales = g.constant([1, 1, 2, 2]);
    const attributes = {
      mode: "nearest",
      coordinate_transformation_mode: "asymmetric",
      nearest_mode: "floor",
    };
    return { output: g.emit("Resize", [x, g.absent, scales], [n, c, 2 * h, 2 * w], attributes) };
  },
  // Every pixel gathers the gradients of its four copies: 4 times their average.
  backward(g, { inputs: [x], gradient }) {
    const window = { kernel_shape: [2, 2], strides: [2, 2] };
    const average = g.emit("AveragePool", [gradient], x.shape, window);
    return [g.emit("Mul", [average, g.constant(4)], x.shape)];
  },
};
