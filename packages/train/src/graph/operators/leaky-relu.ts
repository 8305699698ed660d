import type { Operator } from "../operator.ts";

export interface LeakyReluAttributes {
  /** Slope below 0, between 0 and 1. */
  readonly slope: number;
}

/** x where x > 0, slope * x elsewhere. */
export const leakyRelu: Operator<LeakyReluAttributes> = {
  name: "leakyRelu",
  forward: (g, [x], { slope }) => ({
    output: g.emit("LeakyRelu", [x], x.shape, { alpha: { float: slope } }),
  }),
  backward(g, { output, gradient, attributes: { slope } }) {
    const positive = g.emit("Greater", [output, g.constant(0)], output.shape);
    const derivative = g.emit("Where", [positive, g.constant(1), g.constant(slope)], output.shape);
    return [g.emit("Mul", [gradient, derivative], output.shape)];
  },
};
