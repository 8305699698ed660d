import type { Value } from "../../value.ts";
import { convolveBlocks } from "../convolve-blocks.ts";
import type { Lowering, Rule } from "../lowering.ts";
import { type Channels, turnedWeight } from "../weights.ts";
import { readable } from "./convolution.ts";

/** Where the gradient of maps that were put together is only taken apart again: the parts. */
function takenApart(l: Lowering, output: Value): readonly Value[] | undefined {
  const reader = l.onlyReader(output);
  if (reader?.type !== "Split" || reader.attributes.axis !== 1) return undefined;
  if (reader.outputs.some(({ shape }) => shape[1] % l.block)) return undefined;
  l.skip(reader);
  return reader.outputs;
}

/** A convolution with the turned filter; each part of the input gets its own. */
export const convolutionInputGradient: Rule = (l, { inputs, outputs: [output], attributes }) => {
  const [gradient, weight] = inputs;
  const [, c, size] = weight.shape;
  const source = attributes.stride === 1 && c % l.block === 0 ? readable(l, gradient) : undefined;
  if (source === undefined) return false;
  const p = (size - 1) / 2;
  const window = { kernel_shape: [size, size], pads: [p, p, p, p], strides: [1, 1] };
  let end = 0;
  for (const part of takenApart(l, output) ?? [output]) {
    const range: Channels = [end, end + part.shape[1]];
    end = range[1];
    const filter = turnedWeight(l, weight, range, source.block);
    l.set(part, convolveBlocks(l, { x: source.value, weight: filter, shape: part.shape, window }));
  }
  return true;
};
