import type { Graph } from "../../graph.ts";
import type { Value } from "../../value.ts";

/** [F, taps, taps, C] to [F, C, taps, taps], the order of weights. */
export function channelsBeforeTaps(g: Graph, value: Value): Value {
  const [f, taps, , c] = value.shape;
  return g.emit("Transpose", [value], [f, c, taps, taps], { perm: [0, 3, 1, 2] });
}
