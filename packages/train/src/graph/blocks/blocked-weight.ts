import { reshape } from "../operators/layout.ts";
import type { Value } from "../value.ts";
import type { Lowering } from "./lowering.ts";
import { permuted } from "./permuted.ts";

/**
 * A weight [K, C, k, k] in the order in which blocks are convolved: [K / b, C / b, k, k, b of C, b of K], of the same size
 * and shape. `input` is the block of the maps that are read; 1 for fewer channels than a block, in the plain order.
 */
export function blockedWeight({ g, block }: Lowering, weight: Value, input: number): Value {
  const [k, c, height, width] = weight.shape;
  const taps = height * width;
  const last = permuted(g, weight, [k / block, block, c * taps], [0, 2, 1]);
  const split = [(k / block) * (c / input), input, taps, block];
  return reshape(g, input === 1 || taps === 1 ? last : permuted(g, last, split, [0, 2, 1, 3]), weight.shape);
}

/** With zeros for channels that are missing to a whole block of results. */
export function filledUp({ g, block }: Lowering, weight: Value): Value {
  const [k, ...rest] = weight.shape;
  const missing = (block - (k % block)) % block;
  const pads = g.integers([...weight.shape.map(() => 0), missing, ...rest.map(() => 0)]);
  return missing ? g.emit("Pad", [weight, pads], [k + missing, ...rest]) : weight;
}
