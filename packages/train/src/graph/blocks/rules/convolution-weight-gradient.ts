import { convolutionWeightGradient as weightGradient } from "../../operators/convolution-weight-gradient.ts";
import type { Rule } from "../lowering.ts";
import { partsWithChannels, readable } from "./convolution.ts";

/** Of each part of the input by itself, one beside the other. */
export const convolutionWeightGradient: Rule = (l, { inputs, outputs: [output], attributes }) => {
  const [x, gradient] = inputs;
  const [k, , size] = output.shape;
  const parts = partsWithChannels(l, x);
  const sources = parts.map(([part]) => readable(l, part));
  const target = readable(l, gradient);
  if (target === undefined || sources.includes(undefined)) return false;
  if (target.block === 1 && sources.some((source) => source!.block === 1)) return false;
  const made = parts.map(([, [from, to]], at) =>
    weightGradient(l.g, sources[at]!, target, [k, to - from, size, size], attributes.stride as number),
  );
  const value = made.length === 1 ? made[0] : l.g.emit("Concat", made, output.shape, { axis: 1 });
  l.set(output, { value, block: 1 });
  return true;
};
