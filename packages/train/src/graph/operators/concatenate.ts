import type { Operator } from "../operator.ts";

/** Puts maps [N, C_i, H, W] one after another along the channel axis. */
export const concatenate: Operator<void> = {
  name: "concatenate",
  forward(g, inputs) {
    const [n, , ...space] = inputs[0].shape;
    const channels = inputs.reduce((total, { shape }) => total + shape[1], 0);
    return { output: g.emit("Concat", inputs, [n, channels, ...space], { axis: 1 }) };
  },
  backward(g, { inputs, gradient }) {
    const shapes = inputs.map(({ shape }) => shape);
    const sizes = g.integers(shapes.map((shape) => shape[1]));
    return g.emitMany("Split", [gradient, sizes], shapes, { axis: 1 });
  },
};
