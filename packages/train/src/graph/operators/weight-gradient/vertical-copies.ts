import type { Graph } from "../../graph.ts";
import type { Value } from "../../value.ts";
import { reshape } from "../layout.ts";

/**
 * A copy of every channel for each vertical tap i, moved so that row u of it is row u + padding - i of the channel, 0 where
 * that lies outside: [N, F, H, W] to [N, F * taps, H, W].
 */
export function verticalCopies(g: Graph, value: Value, taps: number): Value {
  if (taps === 1) return value;
  const [n, f, h, w] = value.shape;
  const padding = (taps - 1) / 2;
  const padded = g.emit(
    "Pad",
    [value, g.integers([0, 0, padding, 0, 0, 0, padding, 0])],
    [n, f, h + taps - 1, w],
  );
  const rows = Array.from({ length: taps * h }, (_, at) => (at % h) + taps - 1 - Math.floor(at / h));
  const indices = reshape(g, g.integers(rows), [taps, h]);
  const copies = g.emit("Gather", [padded, indices], [n, f, taps, h, w], { axis: 2 });
  return reshape(g, copies, [n, f * taps, h, w]);
}
