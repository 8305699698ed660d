import type { Value } from "../value.ts";
import type { Channels } from "./channels-of.ts";
import type { Lowering } from "./lowering.ts";

/** The maps that a tensor consists of, each with its channels. */
export function partsWithChannels(l: Lowering, value: Value): readonly (readonly [Value, Channels])[] {
  let end = 0;
  return l.parts(value).map((part) => {
    const from = end;
    end += part.shape[1];
    return [part, [from, end]] as const;
  });
}
