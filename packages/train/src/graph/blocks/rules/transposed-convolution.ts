import { reshape } from "../../operators/layout.ts";
import { sumOverFirst } from "../../operators/weight-gradient/sum-over-first.ts";
import type { Value } from "../../value.ts";
import { convolveBlocks } from "../convolve-blocks.ts";
import type { Lowering, Rule } from "../lowering.ts";
import { permuted } from "../weights.ts";

const point = { kernel_shape: [1, 1], pads: [0, 0, 0, 0], strides: [1, 1] };

/**
 * Where the four pixels over one stand among the channels of a 1x1 convolution: whole blocks (dy, dx, K / b), or with pairs of
 * pixels as blocks (dy, K / 8, dx).
 */
const order = (pairs: boolean) => (pairs ? [4, 2, 5, 3, 0, 1] : [4, 5, 2, 3, 0, 1]);

/** Weight [C, K, 2, 2] as that of a 1x1 convolution [4 K, C, 1, 1] to the four pixels. */
function pointWeight(l: Lowering, weight: Value, block: number): Value {
  const [c, k] = weight.shape;
  const split = [c, 1, k / block, block, 2, 2];
  const ordered = permuted(l.g, l.plain(weight), split, order(block < l.block));
  return reshape(l.g, ordered, [4 * k, c, 1, 1]);
}

function fourTimes({ g, block: processor }: Lowering, bias: Value, block: number): Value {
  const [k] = bias.shape;
  const pairs = block < processor;
  const seen = reshape(g, bias, pairs ? [1, k / 8, 1, 8] : [1, 1, k / block, block]);
  const shape = pairs ? [2, k / 8, 2, 8] : [2, 2, k / block, block];
  return reshape(g, g.emit("Expand", [seen, g.integers(shape)], shape), [4 * k]);
}

/** The 2x2 transposed convolution with stride 2: a 1x1 convolution to four pixels, which are then set in their places. */
export const transposedConvolution: Rule = (l, operation) => {
  const { inputs, outputs, attributes } = operation;
  const [x, weight, bias] = inputs;
  const [output] = outputs;
  const { g } = l;
  const [, k] = weight.shape;
  if (String(attributes.kernel_shape) !== "2,2" || String(attributes.strides) !== "2,2") return false;
  const block = l.blockOf(output);
  const source = l.inBlocks(x) ? l.blocks(x)! : undefined;
  if (block === 1 || source?.block !== l.block || (4 * k) % l.block) return false;
  const [n, , h, w] = x.shape;
  const four = convolveBlocks(
    l,
    {
      ...{ source, shape: [n, 4 * k, h, w], block: l.block, window: point, key: `${weight.name} four` },
      weight: l.once(`${weight.name} points`, () => pointWeight(l, weight, block)),
    },
    { bias: bias && l.once(`${bias.name} four`, () => fourTimes(l, l.plain(bias), block)) },
  )!;
  const blocks = k / block;
  const pairs = block < l.block;
  const split = pairs ? [n, 2, blocks, h, w, 2 * block] : [n, 2, 2, blocks, h, w, block];
  const perm = pairs ? [0, 2, 3, 1, 4, 5] : [0, 3, 4, 1, 5, 2, 6];
  l.set(output, { value: reshape(g, permuted(g, four.value, split, perm), output.shape), block });
  return true;
};

/** dW [C, K, 2, 2]: pixels [H W, b] of x, turned, times those of each of the four places of the gradient. */
export const transposedConvolutionWeightGradient: Rule = (
  l,
  { inputs: [x, gradient], outputs: [output] },
) => {
  const { g } = l;
  if (!l.inBlocks(x) || !l.inBlocks(gradient)) return false;
  const [image, above] = [l.blocks(x)!, l.blocks(gradient)!];
  if (image.block === 1 || above.block === 1) return false;
  const [n, c, h, w] = x.shape;
  const [from, to] = [c / image.block, gradient.shape[1] / above.block];
  const wide = 2 * above.block;
  const rows = permuted(g, above.value, [n, to, h, 2, w, wide], [0, 1, 3, 2, 4, 5]);
  const right = reshape(g, rows, [n, 1, to * 2, h * w, wide]);
  const left = reshape(g, image.value, [n, from, 1, h * w, image.block]);
  const products = g.emit("com.microsoft.FusedMatMul", [left, right], [n, from, to * 2, image.block, wide], {
    transA: 1,
  });
  const summed = sumOverFirst(g, products);
  const split = [from, to, 2, image.block, 2, above.block];
  const turned = permuted(g, summed, split, [0, 3, 1, 5, 2, 4]);
  l.set(output, { value: reshape(g, turned, output.shape), block: 1 });
  return true;
};
