import type { Maps } from "../../maps.ts";
import { reshape } from "../../operators/layout.ts";
import type { Value } from "../../value.ts";
import { blockConvolution, type Finish } from "../convolve-blocks.ts";
import type { Lowering, Rule } from "../lowering.ts";
import { forPairs } from "../pairs.ts";
import { reluAfter, setWithRelu } from "../relu-after.ts";

const point = { kernel_shape: [1, 1], pads: [0, 0, 0, 0], strides: [1, 1] };

/**
 * x * factor + shift, each with its own numbers for every channel of every image [N, C]: a convolution of single channels with
 * the images' channels behind one another, which does all of it in one pass.
 */
function affine(
  l: Lowering,
  { value: x, block }: Maps,
  factor: Value,
  { bias, sum, activation }: Finish = {},
): Value {
  const { g } = l;
  const [n, c, h, w] = x.shape;
  // Pairs of pixels as blocks have every number twice.
  const times = l.block / block;
  const shape = [1, times * n * c, h, w / times];
  const numbers = (value: Value) => {
    const flat = reshape(g, value, [n * c]);
    return times === 1 ? flat : forPairs(g, flat);
  };
  const value = blockConvolution(
    l,
    reshape(g, x, shape),
    reshape(g, numbers(factor), [shape[1], 1, 1, 1]),
    shape,
    { bias: bias && numbers(bias), sum: sum && reshape(g, sum, shape), activation },
    { ...point, group: shape[1] },
  );
  return reshape(g, value, x.shape);
}

const mostSide = 16;

/** The largest divisor of an extent that is at most 16. */
function side(extent: number): number {
  return Array.from({ length: mostSide }, (_, at) => mostSide - at).find((size) => extent % size === 0)!;
}

/** Means of squares of pixels [N, C / b, squares, b]: of these first, since runtimes add in float32. */
function squareMeans({ g, block: processor }: Lowering, { value: x, block }: Maps): Value {
  const [n, c, h, w] = x.shape;
  const times = processor / block;
  const window = [side(h), side(w / times)];
  const [rows, columns] = [h / window[0], w / times / window[1]];
  const attributes = { kernel_shape: window, strides: window };
  const seen = reshape(g, x, [n, times * c, h, w / times]);
  const shape = [n, times * c, rows, columns];
  const squares = g.emit("com.microsoft.nchwc.AveragePool", [seen], shape, attributes);
  return reshape(g, squares, [n, c / block, rows * columns * times, block]);
}

/** Means over the pixels, [N, C]. */
function pixelMeans(l: Lowering, maps: Maps): Value {
  const squares = squareMeans(l, maps);
  const [n, blocks, , block] = squares.shape;
  const means = l.g.emit("ReduceMean", [squares], [n, blocks, block], { axes: [2], keepdims: 0 });
  return reshape(l.g, means, [n, blocks * block]);
}

/** The mean over the channels of each group: [N, C] to [N, G, 1]. */
function groupMeans({ g }: Lowering, means: Value, groups: number): Value {
  const [n, c] = means.shape;
  const seen = reshape(g, means, [n, groups, c / groups]);
  return g.emit("ReduceMean", [seen], [n, groups, 1], { axes: [2], keepdims: 1 });
}

/** Means over pixels and channels of each group, [N, G, 1]; at once where whole groups stand in a block. */
function meansOf(l: Lowering, maps: Maps, groups: number): Value {
  const [n, c] = maps.value.shape;
  const size = c / groups;
  if (maps.block % size) return groupMeans(l, pixelMeans(l, maps), groups);
  const { g } = l;
  const squares = squareMeans(l, maps);
  const [, blocks, count, block] = squares.shape;
  const seen = reshape(g, squares, [n, blocks, count, block / size, size]);
  const shape = [n, blocks, 1, block / size, 1];
  const means = g.emit("ReduceMean", [seen], shape, { axes: [2, 4], keepdims: 1 });
  return reshape(g, means, [n, groups, 1]);
}

/** Numbers [N, G, 1] times numbers [C]: [N, G, C / G]. */
function perChannel({ g }: Lowering, ofGroups: Value, ofChannels: Value): Value {
  const [n, groups] = ofGroups.shape;
  const channels = ofChannels.shape[0] / groups;
  const seen = reshape(g, ofChannels, [1, groups, channels]);
  return g.emit("Mul", [ofGroups, seen], [n, groups, channels]);
}

const all = ({ g }: Lowering, count: number, value: number): Value =>
  g.constant(new Float32Array(count).fill(value));

export const groupNormalization: Rule = (l, { inputs, outputs, attributes }) => {
  const [x, scale, shift] = inputs;
  const [output, , , inverse] = outputs;
  const groups = attributes.groups as number;
  const { float: epsilon } = attributes.epsilon as { readonly float: number };
  if (!l.inBlocks(x)) return false;
  const { g } = l;
  const maps = l.blocks(x)!;
  const { block } = maps;
  if (block === 1) return false;
  const [n, c] = x.shape;
  const mean = meansOf(l, maps, groups);
  const centred = affine(l, maps, all(l, n * c, 1), { bias: perChannel(l, mean, all(l, c, -1)) });
  const squares = g.emit("Mul", [centred, centred], centred.shape);
  const variance = meansOf(l, { value: squares, block }, groups);
  const shifted = g.emit("Add", [variance, g.constant(epsilon)], variance.shape);
  const deviation = g.emit("Sqrt", [shifted], shifted.shape);
  const made = g.emit("Div", [g.constant(1), deviation], deviation.shape);
  const relu = reluAfter(l, output);
  const value = affine(l, { value: centred, block }, perChannel(l, made, l.plain(scale)), {
    bias: g.emit("Expand", [l.plain(shift), g.integers([n, c])], [n, c]),
    activation: relu && "Relu",
  });
  l.notes.set(inverse.name, [centred, made]);
  setWithRelu(l, output, relu, { value, block });
  return true;
};

/** Sums over images and pixels [C] of what `pixelMeans` gave. */
function total({ g }: Lowering, means: Value, pixels: number): Value {
  const sum = g.emit("ReduceSum", [means, g.integers([0])], means.shape.slice(1), { keepdims: 0 });
  return g.emit("Mul", [sum, g.constant(pixels)], sum.shape);
}

/**
 * With the gradient d, the centred values v, r = 1 / deviation and the scale s:
 * dx = s r d - r^3 mean(s d v) v - r mean(s d), the means over a group.
 */
export const groupNormalizationGradient: Rule = (l, { inputs, outputs, attributes }) => {
  const [, scale, , , inverse, gradient] = inputs;
  const [centred, r] = l.notes.get(inverse.name) ?? [];
  if (centred === undefined) return false;
  const groups = attributes.groups as number;
  const { g } = l;
  const maps = l.blocks(gradient)!;
  const { block } = maps;
  const [n, c, h, w] = gradient.shape;
  const factor = l.plain(scale);
  const times = (a: Value, b: Value) => g.emit("Mul", [a, b], a.shape);
  const means = pixelMeans(l, maps);
  const along = pixelMeans(l, { value: times(maps.value, centred), block });
  const normalised = times(along, reshape(g, perChannel(l, r, all(l, c, 1)), [n, c]));
  const across = times(groupMeans(l, times(means, factor), groups), r);
  const part = times(groupMeans(l, times(normalised, factor), groups), times(r, r));
  const negative = (value: Value) => perChannel(l, value, all(l, c, -1));
  const value = affine(l, maps, perChannel(l, r, factor), {
    bias: negative(across),
    sum: affine(l, { value: centred, block }, negative(part)),
  });
  l.set(outputs[0], { value, block });
  l.set(outputs[1], { value: total(l, normalised, h * w), block: 1 });
  l.set(outputs[2], { value: total(l, means, h * w), block: 1 });
  return true;
};
