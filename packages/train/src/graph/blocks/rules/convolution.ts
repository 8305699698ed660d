import type { Maps } from "../../maps.ts";
import { channelsOf } from "../channels-of.ts";
import { convolveBlocks } from "../convolve-blocks.ts";
import type { Rule } from "../lowering.ts";
import { partsWithChannels } from "../parts-with-channels.ts";
import { readable } from "../readable.ts";
import { reluAfter, setWithRelu } from "../relu-after.ts";
import { logits } from "./logits.ts";

/** Conv: one convolution for each tensor that the input was put together of, which are added up on the way. */
export const convolution: Rule = (l, operation) => {
  const {
    inputs: [x, weight, bias],
    outputs: [output],
    attributes,
  } = operation;
  if (attributes.group !== undefined) return false;
  const block = l.blockOf(output);
  if (block === 1) return logits(l, operation);
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
