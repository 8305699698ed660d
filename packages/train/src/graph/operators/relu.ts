import type { Operator } from "../operator.ts";

/** HardSigmoid with this slope is a step function, and one pass where Sign or Greater and Cast take twice the time. */
const stepFunction = { alpha: { float: 3e38 }, beta: { float: 0 } };

/** max(x, 0). The derivative at 0 is 0. */
export const relu: Operator<void> = {
  name: "relu",
  forward: (g, [x]) => ({ output: g.emit("Relu", [x], x.shape) }),
  // The output is 0 or positive as the input is, and reading the output lets the runtime fuse Conv and Relu.
  backward(g, { output, gradient }) {
    const derivative = g.emit("HardSigmoid", [output], output.shape, stepFunction);
    return [g.emit("Mul", [gradient, derivative], output.shape)];
  },
};
