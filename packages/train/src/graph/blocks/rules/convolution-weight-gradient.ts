import type { Maps } from "../../maps.ts";
import { convolutionWeightGradient as weightGradient } from "../../operators/convolution-weight-gradient.ts";
import type { Value } from "../../value.ts";
import type { Lowering, Rule } from "../lowering.ts";
import { partsWithChannels, readable } from "./convolution.ts";

/** Maps as `readable` gives them, but pairs of pixels: those in the plain order. */
function inWholeBlocks(l: Lowering, value: Value): Maps | undefined {
  const maps = readable(l, value);
  return maps && maps.block > 1 && maps.block < l.block ? { value: l.plain(value), block: 1 } : maps;
}

/** Of each part of the input by itself, one beside the other. */
export const convolutionWeightGradient: Rule = (l, { inputs, outputs: [output], attributes }) => {
  const [x, gradient] = inputs;
  const [k, , size] = output.shape;
  const parts = partsWithChannels(l, x);
  const sources = parts.map(([part]) => inWholeBlocks(l, part));
  const target = inWholeBlocks(l, gradient);
  if (target === undefined || sources.includes(undefined)) return false;
  const made = parts.map(([, [from, to]], at) =>
    weightGradient(l.g, sources[at]!, target, [k, to - from, size, size], attributes.stride as number),
  );
  const value = made.length === 1 ? made[0] : l.g.emit("Concat", made, output.shape, { axis: 1 });
  l.set(output, { value, block: 1 });
  return true;
};
