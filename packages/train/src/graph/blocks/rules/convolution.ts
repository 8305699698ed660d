import type { OnnxAttribute } from "segloss";
import type { Maps } from "../../maps.ts";
import { reshape } from "../../operators/layout.ts";
import type { Value } from "../../value.ts";
import { convolveBlocks } from "../convolve-blocks.ts";
import type { Lowering, Rule } from "../lowering.ts";
import type { Operation } from "../operation.ts";
import { type Channels, channelsOf } from "../weights.ts";

/** Maps as a convolution reads them: in blocks, or plain where they have fewer channels than a block. */
export function readable(l: Lowering, value: Value): Maps | undefined {
  if (l.blockOf(value) > 1) return l.blocks(value);
  return value.shape[1] < l.block ? { value: l.plain(value), block: 1 } : undefined;
}

/** The maps that a tensor consists of, each with its channels. */
export function partsWithChannels(l: Lowering, value: Value): readonly (readonly [Value, Channels])[] {
  let end = 0;
  return l.parts(value).map((part) => {
    const from = end;
    end += part.shape[1];
    return [part, [from, end]] as const;
  });
}

/** A Relu that is all that reads a tensor: it is done with what makes the tensor. */
export function reluAfter(l: Lowering, value: Value): Operation | undefined {
  const reader = l.onlyReader(value);
  return reader?.type === "Relu" ? reader : undefined;
}

/** Says what an operation has come to, and the Relu behind it. */
export function setWithRelu(l: Lowering, output: Value, relu: Operation | undefined, maps: Maps): void {
  l.set(relu ? relu.outputs[0] : output, maps);
  if (relu) l.skip(relu);
}

/** Conv: one convolution for each tensor that the input was put together of, which are added up on the way. */
export const convolution: Rule = (l, { inputs: [x, weight, bias], outputs: [output], attributes }) => {
  if (attributes.group !== undefined) return false;
  const block = l.blockOf(output);
  if (block === 1) return head(l, x, weight, bias, output, attributes);
  const parts = partsWithChannels(l, x);
  const sources = parts.map(([part]) => readable(l, part));
  if (sources.includes(undefined)) return false;
  const relu = reluAfter(l, output);
  const last = parts.length - 1;
  let made: Maps | undefined;
  for (const [at, [, range]] of parts.entries()) {
    const finish = {
      bias: bias && at === 0 ? l.plain(bias) : undefined,
      sum: made?.value,
      activation: relu && at === last ? ("Relu" as const) : undefined,
    };
    const filter = channelsOf(l, weight, range);
    const key = `${weight.name} ${range} from ${sources[at]!.block} to ${block}`;
    const [source, { shape }] = [sources[at]!, output];
    made = convolveBlocks(l, { source, weight: filter, shape, block, window: attributes, key }, finish);
    if (made === undefined) return false;
  }
  setWithRelu(l, output, relu, made!);
  return true;
};

/**
 * Logits: a 1x1 convolution from blocks to fewer channels than a block, which come out in the plain order. A product of the
 * pixels [H W, b] of every block with its part of the weight [b, K].
 */
function head(
  l: Lowering,
  x: Value,
  weight: Value,
  bias: Value | undefined,
  output: Value,
  { strides }: Readonly<Record<string, OnnxAttribute>>,
): boolean {
  const [k, c, size] = weight.shape;
  if (size !== 1 || String(strides) !== "1,1" || !l.inBlocks(x)) return false;
  const { g } = l;
  const { value: maps, block } = l.blocks(x)!;
  const [n, , h, w] = x.shape;
  const [blocks, pixels] = [c / block, h * w];
  if (block === 1) return false;
  const columns = l.once(`columns ${weight.name}`, () => {
    const split = reshape(g, l.plain(weight), [k, blocks, block]);
    return g.emit("Transpose", [split], [blocks, block, k], { perm: [1, 2, 0] });
  });
  const seen = reshape(g, maps, [n, blocks, pixels, block]);
  const products = g.emit("MatMul", [seen, columns], [n, blocks, pixels, k]);
  const axes = g.integers([1]);
  const summed =
    blocks === 1 ? products : g.emit("ReduceSum", [products, axes], [n, 1, pixels, k], { keepdims: 1 });
  const turned = k === 1 ? summed : g.emit("Transpose", [summed], [n, 1, k, pixels], { perm: [0, 1, 3, 2] });
  const value = reshape(g, turned, output.shape);
  const shift = bias && reshape(g, l.plain(bias), [k, 1, 1]);
  l.set(output, { value: shift ? g.emit("Add", [value, shift], output.shape) : value, block: 1 });
  return true;
}
