import type { Value } from "../../value.ts";
import { type Channels, channelsOf } from "../channels-of.ts";
import { convolveBlocks } from "../convolve-blocks.ts";
import type { Lowering, Rule } from "../lowering.ts";
import { readable } from "../readable.ts";
import { turned } from "../turned.ts";

/** Where the gradient of maps that were put together is only taken apart again: what does so, and the parts. */
function takenApart(l: Lowering, output: Value) {
  const reader = l.onlyReader(output);
  const apart = reader?.type === "Split" && reader.attributes.axis === 1;
  if (!apart || reader.outputs.some((part) => l.blockOf(part) === 1)) return undefined;
  return reader;
}

/** A convolution with the turned filter; each part of the input gets its own. */
export const convolutionInputGradient: Rule = (l, { inputs, outputs: [output], attributes }) => {
  const [gradient, weight] = inputs;
  const [, , size] = weight.shape;
  const source = attributes.stride === 1 ? readable(l, gradient) : undefined;
  const split = takenApart(l, output);
  const parts = split?.outputs ?? [output];
  if (source === undefined || parts.some((part) => l.blockOf(part) === 1)) return false;
  const p = (size - 1) / 2;
  const window = { kernel_shape: [size, size], pads: [p, p, p, p], strides: [1, 1] };
  let end = 0;
  const made = parts.map((part) => {
    const range: Channels = [end, end + part.shape[1]];
    end = range[1];
    const block = l.blockOf(part);
    const key = `${weight.name} turned ${range} from ${source.block} to ${block}`;
    const filter = l.once(`${weight.name} turned ${range}`, () => turned(l.g, channelsOf(l, weight, range)));
    return convolveBlocks(l, { source, weight: filter, shape: part.shape, block, window, key });
  });
  if (made.includes(undefined)) return false;
  parts.forEach((part, at) => {
    l.set(part, made[at]!);
  });
  if (split) l.skip(split);
  return true;
};
