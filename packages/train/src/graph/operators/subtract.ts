import { broadcastShape } from "../broadcast-shape.ts";
import type { Operator } from "../operator.ts";
import { sumTo } from "../sum-to.ts";

/** a - b, with broadcasting. */
export const subtract: Operator<void> = {
  name: "subtract",
  forward: (g, [a, b]) => ({ output: g.emit("Sub", [a, b], broadcastShape(a.shape, b.shape)) }),
  backward(g, { inputs: [a, b], gradient, wanted }) {
    const negated = () => g.emit("Neg", [gradient], gradient.shape);
    return [
      wanted[0] ? sumTo(g, gradient, a.shape) : undefined,
      wanted[1] ? sumTo(g, negated(), b.shape) : undefined,
    ];
  },
};
