import type { Maps } from "../../maps.ts";
import { convolutionWeightGradient as weightGradient } from "../../operators/convolution-weight-gradient.ts";
import type { Value } from "../../value.ts";
import type { Lowering, Rule } from "../lowering.ts";
import { pairWeightGradient } from "../pair-weight-gradient.ts";
import { partsWithChannels, readable } from "./convolution.ts";

/** Where a filter of pairs of pixels can be made of the gradient. */
const ofPairs = (l: Lowering, { block }: Maps, stride: number) =>
  block > 1 && block < l.block && stride === 1;

/** Maps in whole blocks or in the plain order. */
function withoutPairs(l: Lowering, value: Value, { block }: Maps): Maps {
  if (block === l.block) return l.blocks(value)!;
  return { value: l.plain(value), block: 1 };
}

/** Of each part of the input by itself, one beside the other. */
export const convolutionWeightGradient: Rule = (l, { inputs, outputs: [output], attributes }) => {
  const [x, gradient] = inputs;
  const [k, , size] = output.shape;
  const stride = attributes.stride as number;
  const parts = partsWithChannels(l, x);
  const sources = parts.map(([part]) => readable(l, part));
  const target = readable(l, gradient);
  if (target === undefined || sources.includes(undefined)) return false;
  const made = parts.map(([part, [from, to]], at) => {
    const source = sources[at]!;
    if (ofPairs(l, target, stride)) return pairWeightGradient(l.g, source, target, size);
    const whole = [withoutPairs(l, part, source), withoutPairs(l, gradient, target)] as const;
    return weightGradient(l.g, ...whole, [k, to - from, size, size], stride);
  });
  const value = made.length === 1 ? made[0] : l.g.emit("Concat", made, output.shape, { axis: 1 });
  l.set(output, { value, block: 1 });
  return true;
};
