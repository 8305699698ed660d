import type { Graph } from "../graph.ts";
import type { Operator } from "../operator.ts";
import { plainMaps } from "../plain-maps.ts";
import type { Value } from "../value.ts";
import { convolutionWeightGradient } from "./convolution-weight-gradient.ts";
import { sumOverPixels, unit } from "./layout.ts";

export interface ConvolutionAttributes {
  /** Step between output pixels; 1 keeps height and width. */
  readonly stride: number;
}

function window(kernel: number, stride: number) {
  const p = (kernel - 1) / 2;
  return { kernel_shape: [kernel, kernel], pads: [p, p, p, p], strides: [stride, stride] };
}

/** Weight [K, C, k, k] turned by 180 degrees with its channel axes exchanged: the filter of the way back. */
function turned(g: Graph, weight: Value): Value {
  const [k, c, size] = weight.shape;
  const from = g.integers([-1, -1]);
  const to = g.integers([-size - 1, -size - 1]);
  const flipped =
    size === 1 ? weight : g.emit("Slice", [weight, from, to, g.integers([2, 3]), from], weight.shape);
  return g.emit("Transpose", [flipped], [c, k, size, size], { perm: [1, 0, 2, 3] });
}

function inputGradient(g: Graph, x: Value, weight: Value, gradient: Value, stride: number): Value {
  const size = weight.shape[2];
  // For stride 1 a convolution with the turned filter is faster than the equal ConvTranspose.
  if (stride === 1) return g.emit("Conv", [gradient, turned(g, weight)], x.shape, window(size, 1));
  const rest = [2, 3].map((axis) => x.shape[axis] - ((gradient.shape[axis] - 1) * stride + 1));
  const attributes = { ...window(size, stride), output_padding: rest };
  return g.emit("ConvTranspose", [gradient, weight], x.shape, attributes);
}

/**
 * Convolution with zero padding of half the kernel. Inputs x [N, C, H, W], weight [K, C, k, k] with odd k, and optionally
 * bias [K]; output [N, K, ceil(H / stride), ceil(W / stride)].
 */
export const convolution: Operator<ConvolutionAttributes> = {
  name: "convolution",
  forward(g, inputs, { stride }) {
    const [x, weight] = inputs;
    const [n, c, h, w] = x.shape;
    const [k, channels, size] = weight.shape;
    if (size % 2 === 0) throw new RangeError(`convolution needs an odd kernel size; got ${size}.`);
    if (c !== channels)
      throw new RangeError(`convolution: the weight expects ${channels} channels; got ${c}.`);
    const shape = [n, k, Math.ceil(h / stride), Math.ceil(w / stride)];
    return { output: g.emit("Conv", inputs, shape, window(size, stride)) };
  },
  backward: (g, { inputs: [x, weight], gradient, attributes: { stride }, wanted }) => [
    wanted[0]
      ? unit(g, "ConvolutionInputGradient", [gradient, weight], { stride }, () =>
          inputGradient(g, x, weight, gradient, stride),
        )
      : undefined,
    wanted[1]
      ? unit(g, "ConvolutionWeightGradient", [x, gradient], { stride }, () =>
          convolutionWeightGradient(g, {
            input: plainMaps(x),
            gradient: plainMaps(gradient),
            taps: weight.shape[2],
            stride,
          }),
        )
      : undefined,
    wanted[2] ? sumOverPixels(g, gradient) : undefined,
  ],
};
