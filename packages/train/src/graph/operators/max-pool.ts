import type { Operator } from "../operator.ts";

const window = { kernel_shape: [2, 2], strides: [2, 2] };

/** Maximum of every 2x2 window, halving height and width (both even). The first of equal values gets the gradient. */
export const maxPool: Operator<void> = {
  name: "maxPool",
  forward(g, [x]) {
    const [n, c, h, w] = x.shape;
    if (h % 2 || w % 2) throw new RangeError(`maxPool needs an even height and width; got ${h}x${w}.`);
    const shape = [n, c, h / 2, w / 2];
    const [output, positions] = g.emitMany("MaxPool", [x], [shape, shape], window);
    return { output, saved: [positions] };
  },
  backward: (g, { inputs: [x], saved: [positions], gradient }) => [
    g.emit("MaxUnpool", [gradient, positions, g.integers(x.shape)], x.shape, window),
  ],
};
