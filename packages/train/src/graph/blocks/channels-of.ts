import type { Value } from "../value.ts";
import type { Lowering } from "./lowering.ts";

/** Channels [from, to) of the second axis of a weight. */
export type Channels = readonly [from: number, to: number];

/** Some channels of a weight [K, C, k, k] in the plain order. */
export function channelsOf(l: Lowering, weight: Value, [from, to]: Channels): Value {
  const plain = l.plain(weight);
  const [k, c, ...size] = plain.shape;
  if (to - from === c) return plain;
  const bounds = [[from], [to], [1]].map((bound) => l.g.integers(bound));
  return l.g.emit("Slice", [plain, ...bounds], [k, to - from, ...size]);
}
