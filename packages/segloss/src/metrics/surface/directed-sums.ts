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

/** Size of the part of a surface that is no farther than the tolerance. */
export function sizeWithin({ distances, weights }: DirectedDistances, tolerance: number): number {
  let size = 0;
  for (let i = 0; i < distances.length && distances[i] <= tolerance; i++) size += weights ? weights[i] : 1;
  return size;
}
