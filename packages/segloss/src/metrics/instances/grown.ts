import { earlierNeighbours } from "../../fields/connected-components.ts";
import { gridAxes } from "../../fields/grid.ts";

/** The mask with all pixels that are at most so many steps away, to the neighbours of `connectivity`. */
export function grown(
  mask: Uint8Array,
  shape: readonly number[],
  steps: number,
  connectivity: "face" | "edges" | "full",
): Uint8Array {
  gridAxes("mask", mask.length, shape);
  const sizes = [1, 1, ...shape].slice(-3);
  const half = earlierNeighbours(sizes, connectivity);
  const neighbours = half.flatMap(([z, y, x]) => [
    [z, y, x],
    [-z, -y, -x],
  ]);
  const result = mask.slice();
  let front = [...mask.keys()].filter((i) => mask[i] !== 0);
  for (let k = 0; k < steps && front.length > 0; k++)
    front = front.flatMap((i) => reached(i, result, sizes, neighbours));
  return result;
}

/** Neighbours of a pixel that were not inside yet, which they are now. */
function reached(
  pixel: number,
  mask: Uint8Array,
  [depth, height, width]: readonly number[],
  neighbours: readonly (readonly number[])[],
): number[] {
  const x = pixel % width;
  const y = ((pixel - x) / width) % height;
  const z = Math.floor(pixel / (width * height));
  const found: number[] = [];
  for (const [dz, dy, dx] of neighbours) {
    const [a, b, c] = [z + dz, y + dy, x + dx];
    if (a < 0 || b < 0 || c < 0 || a >= depth || b >= height || c >= width) continue;
    const at = (a * height + b) * width + c;
    if (mask[at]) continue;
    mask[at] = 1;
    found.push(at);
  }
  return found;
}
