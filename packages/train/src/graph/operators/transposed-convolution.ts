import type { Graph } from "../graph.ts";
import type { Operator } from "../operator.ts";
import type { Value } from "../value.ts";
import { blocksToChannels, reshape, sumOverPixels, unit } from "./layout.ts";
import { transposedProduct } from "./transposed-product.ts";

const window = { kernel_shape: [2, 2], strides: [2, 2] };

/** dW [C, K, 2, 2] = sum over images and pixels of x_c times the block of the gradient under it. */
function weightGradient(g: Graph, x: Value, gradient: Value, weight: Value): Value {
  const [n, c, h, w] = x.shape;
  const k = weight.shape[1];
  const pixels = reshape(g, x, [n, c, h * w]);
  const blocks = reshape(g, blocksToChannels(g, gradient), [n, 4 * k, h * w]);
  const perImage = transposedProduct(g, pixels, blocks);
  const summed = g.emit("ReduceSum", [perImage, g.integers([0])], [c, 4 * k], { keepdims: 0 });
  return g.emit("Transpose", [reshape(g, summed, [c, 2, 2, k])], weight.shape, { perm: [0, 3, 1, 2] });
}

/**
 * The 2x2 transposed convolution with stride 2, which doubles height and width. Inputs x [N, C, H, W], weight
 * [C, K, 2, 2], bias [K]; output [N, K, 2H, 2W]. Every output pixel has exactly one input pixel under it.
 */
export const transposedConvolution: Operator<void> = {
  name: "transposedConvolution",
  forward(g, [x, weight, bias]) {
    const [n, , h, w] = x.shape;
    const shape = [n, weight.shape[1], 2 * h, 2 * w];
    return { output: g.emit("ConvTranspose", [x, weight, bias], shape, window) };
  },
  backward: (g, { inputs: [x, weight], gradient, wanted }) => [
    wanted[0] ? g.emit("Conv", [gradient, weight], x.shape, window) : undefined,
    wanted[1]
      ? unit(g, "TransposedConvolutionWeightGradient", [x, gradient], {}, () =>
          weightGradient(g, x, gradient, weight),
        )
      : undefined,
    wanted[2] ? sumOverPixels(g, gradient) : undefined,
  ],
};
