import { reshape } from "../../operators/layout.ts";
import { blockFilter } from "../../operators/weight-gradient/block-filter.ts";
import { channelsBeforeTaps } from "../../operators/weight-gradient/channels-before-taps.ts";
import type { Value } from "../../value.ts";
import { convolveBlocks } from "../convolve-blocks.ts";
import type { Lowering, Rule } from "../lowering.ts";
import { permuted } from "../permuted.ts";
import { readable } from "../readable.ts";

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

/** dW [C, K, 2, 2] is the correlation of the gradient with x, which steps over it in twos: nothing is copied for it. */
export const transposedConvolutionWeightGradient: Rule = (
  l,
  { inputs: [x, gradient], outputs: [output] },
) => {
  const [filter, image] = [readable(l, x), readable(l, gradient)];
  if (filter === undefined || image === undefined) return false;
  const correlation = { image, filter, taps: 2, padding: 0, stride: 2, lanes: l.block };
  if (blockFilter.needs(correlation) !== undefined) return false;
  l.set(output, { value: channelsBeforeTaps(l.g, blockFilter.build(l.g, correlation)), block: 1 });
  return true;
};
