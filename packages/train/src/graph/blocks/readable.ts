import type { Maps } from "../maps.ts";
import type { Value } from "../value.ts";
import type { Lowering } from "./lowering.ts";

/** Maps as a convolution reads them: in blocks, or plain where they have fewer channels than a block. */
export function readable(l: Lowering, value: Value): Maps | undefined {
  if (l.blockOf(value) > 1) return l.blocks(value);
  return value.shape[1] < l.block ? { value: l.plain(value), block: 1 } : undefined;
}
