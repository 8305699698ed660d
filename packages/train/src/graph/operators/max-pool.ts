import type { Graph } from "../graph.ts";
import type { Backward, Operator } from "../operator.ts";
import type { Value } from "../value.ts";
import { blocksToChannels, reshape } from "./layout.ts";

const window = { kernel_shape: [2, 2], strides: [2, 2] };

/** The gradient goes where the index says that the maximum stands. */
function byPositions(g: Graph, { inputs: [x], saved: [positions], gradient }: Backward<void>): Value {
  return g.emit("MaxUnpool", [gradient, positions, g.integers(x.shape)], x.shape, window);
}

/**
 * The gradient goes to the first pixel of a window that equals its maximum: every window as four planes, those that equal
 * it ranked 4, 3, 2, 1 in their order, and the highest rank taken.
 */
function byComparison(g: Graph, { inputs: [x], output, gradient }: Backward<void>): Value {
  const [n, c, h, w] = output.shape;
  const shape = [n, 4, c, h * w];
  const over = (value: Value) => reshape(g, value, [n, 1, c, h * w]);
  const equal = g.emit("Equal", [reshape(g, blocksToChannels(g, x), shape), over(output)], shape);
  const ranks = g.emit("Where", [equal, g.constant([4, 3, 2, 1], [1, 4, 1, 1]), g.constant(0)], shape);
  const first = g.emit("ReduceMax", [ranks], [n, 1, c, h * w], { axes: [1], keepdims: 1 });
  const chosen = g.emit("Equal", [ranks, first], shape);
  const planes = g.emit("Where", [chosen, over(gradient), g.constant(0)], shape);
  return g.emit("DepthToSpace", [reshape(g, planes, [n, 4 * c, h, w])], x.shape, { blocksize: 2 });
}

/** Maximum of every 2x2 window, halving height and width (both even). The first of equal values gets the gradient. */
export const maxPool: Operator<void> = {
  name: "maxPool",
  forward(g, [x]) {
    const [n, c, h, w] = x.shape;
    if (h % 2 || w % 2) throw new RangeError(`maxPool needs an even height and width; got ${h}x${w}.`);
    const shape = [n, c, h / 2, w / 2];
    if (g.device === "gpu") return { output: g.emit("MaxPool", [x], shape, window) };
    const [output, positions] = g.emitMany("MaxPool", [x], [shape, shape], window);
    return { output, saved: [positions] };
  },
  backward: (g, call) => [g.device === "gpu" ? byComparison(g, call) : byPositions(g, call)],
};
