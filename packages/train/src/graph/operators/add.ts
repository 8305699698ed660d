import { broadcastShape } from "../broadcast-shape.ts";
import type { Operator } from "../operator.ts";
import { sumTo } from "../sum-to.ts";

/** a + b, with broadcasting. */
export const add: Operator<void> = {
  name: "add",
  forward: (g, [a, b]) => ({ output: g.emit("Add", [a, b], broadcastShape(a.shape, b.shape)) }),
  backward: (g, { inputs, gradient, wanted }) =>
    inputs.map((input, index) => (wanted[index] ? sumTo(g, gradient, input.shape) : undefined)),
};
