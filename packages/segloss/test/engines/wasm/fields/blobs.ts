import { seededRandom } from "../../../conformance/random.ts";
import { coordinates } from "../../../fields/brute-force.ts";

/** Balls of radius 2 to 12 with labels 1 to `count`, later ones behind earlier ones. */
export function blobs(shape: readonly number[], count: number, seed: number): Int32Array {
  const random = seededRandom(seed);
  const labels = new Int32Array(shape.reduce((a, b) => a * b, 1));
  for (let label = 1; label <= count; label++) {
    const center = shape.map((size) => random() * size);
    const radius = 2 + 10 * random();
    const corner = center.map((at) => Math.max(0, Math.floor(at - radius)));
    const sizes = center.map((at, axis) => Math.min(shape[axis], Math.ceil(at + radius)) - corner[axis]);
    const box = sizes.reduce((a, b) => a * b, 1);
    for (let k = 0; k < box; k++) {
      const at = coordinates(k, sizes).map((c, axis) => c + corner[axis]);
      const squared = at.reduce((sum, c, axis) => sum + (c - center[axis]) ** 2, 0);
      const index = at.reduce((sum, c, axis) => sum * shape[axis] + c, 0);
      if (squared <= radius ** 2 && labels[index] === 0) labels[index] = label;
    }
  }
  return labels;
}
