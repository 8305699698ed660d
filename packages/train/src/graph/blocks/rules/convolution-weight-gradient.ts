import type { Maps } from "../../maps.ts";
import { convolutionWeightGradient as weightGradient } from "../../operators/convolution-weight-gradient.ts";
import { reshape } from "../../operators/layout.ts";
import type { Value } from "../../value.ts";
import type { Lowering, Rule } from "../lowering.ts";
import { partsWithChannels, readable } from "./convolution.ts";

/** Of logits: K rows [K, H W] times the pixels [H W, b] of every block, summed over the images. */
function ofHead(l: Lowering, x: Maps, gradient: Value, shape: readonly number[]): Value {
  const { g, block } = l;
  const [k, c] = shape;
  const [n, , h, w] = gradient.shape;
  const rows = reshape(g, gradient, [n, 1, k, h * w]);
  const pixels = reshape(g, x.value, [n, c / block, h * w, block]);
  const products = g.emit("MatMul", [rows, pixels], [n, c / block, k, block]);
  const summed = g.emit("ReduceSum", [products, g.integers([0])], [c / block, k, block], { keepdims: 0 });
  const turned = g.emit("Transpose", [summed], [k, c / block, block], { perm: [1, 0, 2] });
  return reshape(g, turned, shape);
}

/** Of each part of the input by itself, one beside the other. */
export const convolutionWeightGradient: Rule = (
  l,
  { inputs: [x, gradient], outputs: [output], attributes },
) => {
  const [k, , size] = output.shape;
  if (attributes.stride !== 1) return false;
  const isHead = k < l.block;
  if (isHead && (size !== 1 || !l.inBlocks(x))) return false;
  if (!isHead && k % l.block) return false;
  const parts = partsWithChannels(l, x);
  const sources = parts.map(([part]) => readable(l, part));
  if (sources.includes(undefined)) return false;
  const made = parts.map(([, [from, to]], at) => {
    const shape = [k, to - from, size, size];
    if (isHead) return ofHead(l, sources[at]!, l.plain(gradient), shape);
    return weightGradient(l.g, toPlainMaps(l, parts[at][0]), l.plain(gradient), shape, 1);
  });
  const value = made.length === 1 ? made[0] : l.g.emit("Concat", made, output.shape, { axis: 1 });
  l.set(output, { value, block: 1 });
  return true;
};

const toPlainMaps = (l: Lowering, value: Value): Value => l.plain(value);
