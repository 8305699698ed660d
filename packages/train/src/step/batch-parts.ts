import type { Graph } from "../graph/graph.ts";
import type { Value } from "../graph/value.ts";

/** Pixels of a part beyond which the maps of a small network no longer fit the caches of a processor core. */
const pixelsPerPart = 32_768;
/** Every part adds its own nodes, and loading a graph takes longer than in proportion to them. */
const mostParts = 4;

/**
 * In how many equal parts, four at most, a batch goes through the network: as few as keep each part small enough for the
 * caches. The loss sees the whole batch, and every operator treats images one by one, so only the rounding of sums
 * depends on it.
 */
export function partCount([n, h, w]: readonly [number, number, number]): number {
  const counts = Array.from({ length: mostParts }, (_, index) => index + 1).filter(
    (count) => n % count === 0,
  );
  return counts.find((count) => (n / count) * h * w <= pixelsPerPart) ?? counts[counts.length - 1];
}

/** Equal parts along the batch axis. */
export function splitBatch(g: Graph, value: Value, parts: number): readonly Value[] {
  if (parts === 1) return [value];
  const [n, ...rest] = value.shape;
  const sizes = new Array<number>(parts).fill(n / parts);
  const shapes = sizes.map((size) => [size, ...rest]);
  return g.emitMany("Split", [value, g.integers(sizes)], shapes, { axis: 0 });
}

/** The inverse of `splitBatch`. */
export function joinBatch(g: Graph, parts: readonly Value[]): Value {
  if (parts.length === 1) return parts[0];
  const [n, ...rest] = parts[0].shape;
  return g.emit("Concat", parts, [n * parts.length, ...rest], { axis: 0 });
}
