import { atLeast } from "../at-least.ts";
import type { DirectedDistances } from "./surface-distances.ts";

/** Size of a surface: its points, or the length of its elements. */
export function sizeOf({ distances, weights }: DirectedDistances): number {
  return weights ? weights.reduce((a, b) => a + b, 0) : distances.length;
}

/** Sum of the distances, each times its weight. */
export function sumOf({ distances, weights }: DirectedDistances): number {
  let sum = 0;
  for (let i = 0; i < distances.length; i++) sum += weights ? weights[i] * distances[i] : distances[i];
  return sum;
}

/** Sum of the squared distances, each times its weight. */
export function sumOfSquares({ distances, weights }: DirectedDistances): number {
  let sum = 0;
  for (let i = 0; i < distances.length; i++) sum += (weights ? weights[i] : 1) * distances[i] ** 2;
  return sum;
}

/** A number of each direction, added up. */
export function total(sets: readonly DirectedDistances[], one: (set: DirectedDistances) => number): number {
  return sets.reduce((sum, set) => sum + one(set), 0);
}

/** Size of the part of a surface that is no farther than the tolerance, ties within rounding included. */
export function sizeWithin({ distances, weights }: DirectedDistances, tolerance: number): number {
  let size = 0;
  for (let i = 0; i < distances.length && atLeast(tolerance, distances[i]); i++)
    size += weights ? weights[i] : 1;
  return size;
}
