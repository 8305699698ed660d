import type { Graph } from "../../graph.ts";
import type { Value } from "../../value.ts";
import { reshape } from "../layout.ts";

/** A correlation [F, C, taps, taps] of the image with the filter out of that of the filter with the image, [C, F, taps, taps]. */
export function exchanged(g: Graph, value: Value): Value {
  const [c, f, taps] = value.shape;
  const turned = g.emit("Transpose", [value], [f, c, taps, taps], { perm: [1, 0, 2, 3] });
  if (taps === 1) return turned;
  const count = taps * taps;
  const backwards = g.integers(Array.from({ length: count }, (_, tap) => count - 1 - tap));
  const flat = reshape(g, turned, [f, c, count]);
  return reshape(g, g.emit("Gather", [flat, backwards], flat.shape, { axis: 2 }), turned.shape);
}
