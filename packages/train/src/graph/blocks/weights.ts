import type { Graph } from "../graph.ts";
import { reshape } from "../operators/layout.ts";
import type { Value } from "../value.ts";
import type { Lowering } from "./lowering.ts";

/** Channels [from, to) of the second axis of a weight. */
export type Channels = readonly [from: number, to: number];

function permuted(g: Graph, value: Value, split: readonly number[], perm: readonly number[]): Value {
  const shape = perm.map((axis) => split[axis]);
  return g.emit("Transpose", [reshape(g, value, split)], shape, { perm });
}

function channelsOf(l: Lowering, weight: Value, [from, to]: Channels): Value {
  const plain = l.plain(weight);
  const [k, c, ...size] = plain.shape;
  if (to - from === c) return plain;
  const bounds = [[from], [to], [1]].map((bound) => l.g.integers(bound));
  return l.g.emit("Slice", [plain, ...bounds], [k, to - from, ...size]);
}

/**
 * A weight [K, C, k, k] in the order in which blocks are convolved: [K / b, C / b, k, k, b of C, b of K], of the same size
 * and shape. `inputBlock` is 1 for maps of fewer channels than a block, which are read in the plain order.
 */
export function blockedWeight(l: Lowering, weight: Value, range: Channels, inputBlock: number): Value {
  return l.once(`weight ${weight.name} ${range} ${inputBlock}`, () => {
    const { g, block } = l;
    const values = channelsOf(l, weight, range);
    const [k, c, height, width] = values.shape;
    const split = [k / block, block, c / inputBlock, inputBlock, height * width];
    return reshape(g, permuted(g, values, split, [0, 2, 4, 3, 1]), values.shape);
  });
}

/** The same of the filter of the way back: turned by 180 degrees, from K to C channels. */
export function turnedWeight(l: Lowering, weight: Value, range: Channels, gradientBlock: number): Value {
  return l.once(`turned weight ${weight.name} ${range} ${gradientBlock}`, () => {
    const { g, block } = l;
    const values = channelsOf(l, weight, range);
    const [k, c, height, width] = values.shape;
    const taps = height * width;
    const split = [k / gradientBlock, gradientBlock, c / block, block, taps];
    const filters = permuted(g, values, split, [2, 0, 4, 1, 3]);
    const order = Array.from({ length: taps }, (_, tap) => taps - 1 - tap);
    const turned =
      taps === 1 ? filters : g.emit("Gather", [filters, g.integers(order)], filters.shape, { axis: 2 });
    return reshape(g, turned, [c, k, height, width]);
  });
}
