import type { Graph } from "../../graph.ts";
import type { Value } from "../../value.ts";
import { reshape } from "../layout.ts";

/** R [F, C, taps, taps] out of the correlation with image and filter exchanged, [C, taps, taps, F]: it has the taps backwards. */
export function exchanged(g: Graph, value: Value): Value {
  const [c, taps, , f] = value.shape;
  const count = taps * taps;
  const order = g.integers(Array.from({ length: count }, (_, tap) => count - 1 - tap));
  const flat = reshape(g, value, [c, count, f]);
  const backwards = taps === 1 ? flat : g.emit("Gather", [flat, order], flat.shape, { axis: 1 });
  const turned = g.emit("Transpose", [backwards], [f, c, count], { perm: [2, 0, 1] });
  return reshape(g, turned, [f, c, taps, taps]);
}
