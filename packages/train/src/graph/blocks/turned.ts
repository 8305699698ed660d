import type { Graph } from "../graph.ts";
import { reshape } from "../operators/layout.ts";
import type { Value } from "../value.ts";
import { permuted } from "./permuted.ts";

/** The filter of the way back [C, K, k, k]: turned by 180 degrees, from K to C channels. */
export function turned(g: Graph, weight: Value): Value {
  const [k, c, height, width] = weight.shape;
  const taps = height * width;
  const exchanged = permuted(g, weight, [k, c, taps], [1, 0, 2]);
  const order = g.integers(Array.from({ length: taps }, (_, tap) => taps - 1 - tap));
  const flipped = taps === 1 ? exchanged : g.emit("Gather", [exchanged, order], exchanged.shape, { axis: 2 });
  return reshape(g, flipped, [c, k, height, width]);
}
