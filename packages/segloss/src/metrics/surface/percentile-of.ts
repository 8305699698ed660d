import type { DirectedDistances } from "./surface-distances.ts";

/**
 * A percentile of distances: linear between neighbours where each counts the same (numpy's default), the
 * first distance within which that share of the surface lies where they have weights.
 *
 * @param percentile 0 to 100
 */
export function percentileOf({ distances, weights }: DirectedDistances, percentile: number): number {
  if (percentile > 100) throw new RangeError(`percentile must be 0 to 100, got ${percentile}`);
  if (weights) return distances[reached(weights, percentile / 100)];
  const at = (percentile / 100) * (distances.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, distances.length - 1);
  return distances[below] + (at - below) * (distances[above] - distances[below]);
}

/** The first place at which the sum of the weights so far is that share of all, or the last one. */
function reached(weights: Float64Array, share: number): number {
  const all = weights.reduce((a, b) => a + b, 0);
  let sum = 0;
  const place = weights.findIndex((weight) => {
    sum += weight;
    return sum / all >= share;
  });
  return place < 0 ? weights.length - 1 : place;
}

/** The distances of both directions as one ascending list. */
export function together(a: DirectedDistances, b: DirectedDistances): DirectedDistances {
  const distances = joined(a.distances, b.distances);
  if (!a.weights || !b.weights) return { distances: distances.sort() };
  const weights = joined(a.weights, b.weights);
  const order = Int32Array.from(distances, (_, k) => k).sort((i, j) => distances[i] - distances[j]);
  return {
    distances: Float64Array.from(order, (k) => distances[k]),
    weights: Float64Array.from(order, (k) => weights[k]),
  };
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
