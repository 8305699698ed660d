import type { Operator } from "../operator.ts";

/** 1 / (1 + exp(-x)); derivative p (1 - p). */
export const sigmoid: Operator<void> = {
  name: "sigmoid",
  forward: (g, [x]) => ({ output: g.emit("Sigmoid", [x], x.shape) }),
  backward(g, { output: p, gradient }) {
    const q = g.emit("Sub", [g.constant(1), p], p.shape);
    return [g.emit("Mul", [gradient, g.emit("Mul", [p, q], p.shape)], p.shape)];
  },
};
