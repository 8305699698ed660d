import type { Operator } from "../operator.ts";

/** max(x, 0). The derivative at 0 is 0. */
export const relu: Operator<void> = {
  name: "relu",
  forward: (g, [x]) => ({ output: g.emit("Relu", [x], x.shape) }),
  // The output is 0 or positive, so its sign is the derivative; reading the output lets Conv and Relu be fused.
  backward: (g, { output, gradient }) => [
    g.emit("Mul", [gradient, g.emit("Sign", [output], output.shape)], output.shape),
  ],
};
