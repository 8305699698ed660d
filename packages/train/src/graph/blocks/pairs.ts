import type { Graph } from "../graph.ts";
import { reshape } from "../operators/layout.ts";
import type { Value } from "../value.ts";
import { permuted } from "./permuted.ts";

// Maps whose channels fill half a block: two pixels beside one another are a block. Their weights, windows and numbers.

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** The taps of a filter along its rows, with zeros at both sides, picked by `picks`: [..., k] to [..., ...shape of picks]. */
function picked(g: Graph, weight: Value, border: number, picks: readonly number[]): Value {
  const [k, c, height, width] = weight.shape;
  const pads = g.integers([0, 0, 0, border, 0, 0, 0, border]);
  const padded = g.emit("Pad", [weight, pads], [k, c, height, width + 2 * border]);
  return g.emit("Gather", [padded, g.integers(picks)], [k, c, height, picks.length], { axis: 3 });
}

/** Pads and steps of a convolution in pairs. */
export interface PairWindow {
  readonly kernel_shape: readonly number[];
  readonly pads: readonly number[];
  readonly strides: readonly number[];
}

/** Of a filter [K, C, k, k] that `pairFilter` has taken. */
export function pairWindow(size: number): PairWindow {
  const p = (size - 1) / 2;
  const reach = Math.ceil(p / 2);
  return { kernel_shape: [size, 2 * reach + 1], pads: [p, reach, p, reach], strides: [1, 1] };
}

/**
 * From pairs to pairs. Pixel a of a pair of results reads, in the pair t pairs on, pixel b through the tap 2 t + b - a + p of
 * its row, which is 0 where there is none: half of the products, where channels filled up with zeros would make three quarters.
 */
export function pairFilter(g: Graph, weight: Value): Value {
  const [k, c, size] = weight.shape;
  const p = (size - 1) / 2;
  const [, steps] = pairWindow(size).kernel_shape;
  const reach = (steps - 1) / 2;
  const border = steps - p;
  const picks = range(steps * 4).map((at) => {
    const [t, b, a] = [Math.floor(at / 4) - reach, Math.floor(at / 2) % 2, at % 2];
    return 2 * t + b - a + p + border;
  });
  const split = [k / 8, 8, c / 8, 8, size, steps, 2, 2];
  const ordered = permuted(g, picked(g, weight, border, picks), split, [0, 2, 4, 5, 6, 3, 7, 1]);
  return reshape(g, ordered, [2 * k, 2 * c, size, steps]);
}

/** Of a filter [K, C, k, k] that `pairFilterOfPlain` has taken. */
export function plainPairWindow(size: number): PairWindow {
  const p = (size - 1) / 2;
  return { kernel_shape: [size, size + 1], pads: [p, p, p, p], strides: [1, 2] };
}

/** From few channels in the plain order to pairs: two filters, the second a pixel on, in steps of two pixels. */
export function pairFilterOfPlain(g: Graph, weight: Value): Value {
  const [k, c, size] = weight.shape;
  const steps = size + 1;
  const picks = range(steps * 2).map((at) => Math.floor(at / 2) - (at % 2) + 1);
  const split = [k / 8, 8, c, size, steps, 2];
  const ordered = permuted(g, picked(g, weight, 1, picks), split, [0, 2, 3, 4, 5, 1]);
  return reshape(g, ordered, [2 * k, c, size, steps]);
}

/** From pairs to whole blocks of half the size: a filter [K, C, 2, 2] whose two columns are the pixels of a pair. */
export function filterFromPairs(g: Graph, weight: Value, block: number): Value {
  const [k, c] = weight.shape;
  const ordered = permuted(g, weight, [k / block, block, c / 8, 8, 2, 2], [0, 2, 4, 5, 3, 1]);
  return reshape(g, ordered, [k, 2 * c, 2, 1]);
}

/** Numbers a channel for both pixels of every pair: [C] to [2 C]. */
export function forPairs(g: Graph, value: Value): Value {
  const [count] = value.shape;
  const shape = [count / 8, 2, 8];
  const twice = g.emit("Expand", [reshape(g, value, [count / 8, 1, 8]), g.integers(shape)], shape);
  return reshape(g, twice, [2 * count]);
}
