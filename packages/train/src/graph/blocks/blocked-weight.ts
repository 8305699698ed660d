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
  const split = [k / block, block, c / input, input, height * width];
  return reshape(g, permuted(g, weight, split, [0, 2, 4, 3, 1]), weight.shape);
}

/** With zeros for channels that are missing to a whole block of results. */
export function filledUp({ g, block }: Lowering, weight: Value): Value {
  const [k, ...rest] = weight.shape;
  const missing = (block - (k % block)) % block;
  const pads = g.integers([...weight.shape.map(() => 0), missing, ...rest.map(() => 0)]);
  return missing ? g.emit("Pad", [weight, pads], [k + missing, ...rest]) : weight;
}
