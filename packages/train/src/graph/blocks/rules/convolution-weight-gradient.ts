import { convolutionWeightGradient as weightGradient } from "../../operators/convolution-weight-gradient.ts";
import type { Rule } from "../lowering.ts";
import { readable } from "../readable.ts";

/** Of each part of the input by itself, one beside the other. */
export const convolutionWeightGradient: Rule = (l, { inputs, outputs: [output], attributes }) => {
  const [x, gradient] = inputs;
  const { g, block: lanes } = l;
  const sources = l.parts(x).map((part) => readable(l, part));
  const target = readable(l, gradient);
  if (target === undefined || sources.includes(undefined)) return false;
  const geometry = { taps: output.shape[2], stride: attributes.stride as number, lanes };
  const made = sources.map((source) => weightGradient(g, { input: source!, gradient: target, ...geometry }));
  const value = made.length === 1 ? made[0] : g.emit("Concat", made, output.shape, { axis: 1 });
  l.set(output, { value, block: 1 });
  return true;
};
