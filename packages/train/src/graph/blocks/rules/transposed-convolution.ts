import { reshape } from "../../operators/layout.ts";
import type { Value } from "../../value.ts";
import { convolveBlocks } from "../convolve-blocks.ts";
import type { Lowering, Rule } from "../lowering.ts";

const point = { kernel_shape: [1, 1], pads: [0, 0, 0, 0], strides: [1, 1] };

/** Weight [C, K, 2, 2] as that of a 1x1 convolution to the channels (dy, dx, K), in blocks. */
function pointWeight(l: Lowering, weight: Value): Value {
  return l.once(`point weight ${weight.name}`, () => {
    const { g, block } = l;
    const [c, k] = weight.shape;
    const split = reshape(g, l.plain(weight), [c / block, block, k / block, block, 4]);
    const shape = [4, k / block, c / block, block, block];
    const turned = g.emit("Transpose", [split], shape, { perm: [4, 2, 0, 1, 3] });
    return reshape(g, turned, [4 * k, c, 1, 1]);
  });
}

/** The 2x2 transposed convolution with stride 2: a 1x1 convolution to four pixels, which are then set in their places. */
export const transposedConvolution: Rule = (l, operation) => {
  const { inputs, outputs, attributes } = operation;
  const [x, weight, bias] = inputs;
  const [output] = outputs;
  const { g, block } = l;
  const [c, k] = weight.shape;
  if (String(attributes.kernel_shape) !== "2,2" || String(attributes.strides) !== "2,2") return false;
  if (!l.inBlocks(x) || c % block || k % block) return false;
  const [n, , h, w] = x.shape;
  const four = convolveBlocks(l, {
    x: l.blocks(x)!.value,
    weight: pointWeight(l, weight),
    bias: l.once(`four times ${bias.name}`, () => {
      const plain = l.plain(bias);
      return g.emit("Concat", [plain, plain, plain, plain], [4 * k], { axis: 0 });
    }),
    shape: [n, 4 * k, h, w],
    window: point,
  });
  const seen = reshape(g, four.value, [n, 2, 2, k / block, h, w, block]);
  const shape = [n, k / block, h, 2, w, 2, block];
  const placed = g.emit("Transpose", [seen], shape, { perm: [0, 3, 4, 1, 5, 2, 6] });
  l.set(output, { value: reshape(g, placed, output.shape), block });
  return true;
};

/** dW [C, K, 2, 2]: pixels [H W, b] of x, turned, times those of each of the four places of the gradient. */
export const transposedConvolutionWeightGradient: Rule = (
  l,
  { inputs: [x, gradient], outputs: [output] },
) => {
  const { g, block } = l;
  if (!l.inBlocks(x) || !l.inBlocks(gradient)) return false;
  const [n, c, h, w] = x.shape;
  const k = gradient.shape[1];
  const [from, to] = [c / block, k / block];
  const seen = reshape(g, l.blocks(gradient)!.value, [n, to, h, 2, w, 2 * block]);
  const rows = g.emit("Transpose", [seen], [n, to, 2, h, w, 2 * block], { perm: [0, 1, 3, 2, 4, 5] });
  const right = reshape(g, rows, [n, 1, to * 2, h * w, 2 * block]);
  const left = reshape(g, l.blocks(x)!.value, [n, from, 1, h * w, block]);
  const products = g.emit("com.microsoft.FusedMatMul", [left, right], [n, from, to * 2, block, 2 * block], {
    transA: 1,
  });
  const shape = products.shape.slice(1);
  const summed = g.emit("ReduceSum", [products, g.integers([0])], shape, { keepdims: 0 });
  const split = reshape(g, summed, [from, to, 2, block, 2, block]);
  const turned = g.emit("Transpose", [split], [from, block, to, block, 2, 2], { perm: [0, 3, 1, 5, 2, 4] });
  l.set(output, { value: reshape(g, turned, output.shape), block: 1 });
  return true;
};
