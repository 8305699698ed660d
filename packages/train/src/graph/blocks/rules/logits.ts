import { reshape } from "../../operators/layout.ts";
import type { Rule } from "../lowering.ts";

/**
 * Logits: a 1x1 convolution from blocks to fewer channels than a block, which come out in the plain order. A product of the
 * pixels [H W, b] of every block with its part of the weight [b, K].
 */
export const logits: Rule = (l, { inputs, outputs: [output], attributes }) => {
  const [x, weight, bias] = inputs;
  const [k, c, size] = weight.shape;
  if (size !== 1 || String(attributes.strides) !== "1,1" || !l.inBlocks(x)) return false;
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
};
