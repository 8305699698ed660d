import { broadcastShape } from "../broadcast-shape.ts";
import type { Operator } from "../operator.ts";
import { sumTo } from "../sum-to.ts";

/** a * b, with broadcasting. */
export const multiply: Operator<void> = {
  name: "multiply",
  forward: (g, [a, b]) => ({ output: g.emit("Mul", [a, b], broadcastShape(a.shape, b.shape)) }),
  backward: (g, { inputs, gradient, wanted }) =>
    inputs.map((input, index) => {
      if (!wanted[index]) return undefined;
      return sumTo(g, g.emit("Mul", [gradient, inputs[1 - index]], gradient.shape), input.shape);
    }),
};
