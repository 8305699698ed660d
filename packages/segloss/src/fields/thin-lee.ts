import { pixelsInside, stillInside } from "./pixels-inside.ts";
import { isConnected, isEnd, keepsEuler, neighbours, OFFSETS } from "./voxel-neighbours.ts";

/**
 * Thins a mask to lines one voxel wide, in 2-D or 3-D: border voxels are taken off from six sides in turn (four in
 * 2-D), those that are not the end of a line, whose removal changes neither the number of parts, tunnels and cavities
 * (the Euler characteristic), nor what hangs together among their 26 neighbours. Voxels that were loose at the same
 * time are looked at again one by one, so that two of them do not break a line together.
 *
 * T.-C. Lee, R. L. Kashyap, C.-N. Chu, "Building skeleton models via 3-D medial surface/axis thinning algorithms",
 * CVGIP: Graphical Models and Image Processing 56 (6), 1994. The order of the sides, which the paper leaves open, is
 * that of scikit-image's `skeletonize(method="lee")`: the same voxels remain. As there, ends are not looked at again when
 * a voxel's turn comes, so that lines of even width shrink from their ends and parts can vanish: of a tube 4 voxels wide
 * nothing may be left.
 *
 * @param pixels 1 inside, 0 outside, with a frame of one empty voxel on each side; thinned in place
 * @param shape of `pixels`, [depth, height, width]; depth 3 (one slice in its frame) is thinned as an image
 */
export function thinLee(pixels: Uint8Array, shape: readonly [number, number, number]): void {
  const [depth, height, width] = shape;
  const [slice, row] = [height * width, width];
  const sides = depth === 3 ? [-row, row, 1, -1] : [-row, row, 1, -1, slice, -slice];
  const around = OFFSETS.map(([z, y, x]) => z * slice + y * row + x);
  let voxels = pixelsInside(pixels);
  let unchanged = 0;
  while (unchanged < sides.length) {
    unchanged = 0;
    for (const side of sides) {
      const removed = removeLoose(pixels, looseVoxels(pixels, voxels, side, around), around);
      if (removed === 0) unchanged++;
    }
    voxels = stillInside(pixels, voxels);
  }
}

/** Voxels with nothing on that side that may go, in order. */
function looseVoxels(
  pixels: Uint8Array,
  voxels: Int32Array,
  side: number,
  around: readonly number[],
): number[] {
  const loose: number[] = [];
  for (let k = 0; k < voxels.length; k++) {
    const at = voxels[k];
    if (pixels[at + side] === 0 && pixels[at] === 1 && isLoose(neighbours(pixels, at, around)))
      loose.push(at);
  }
  return loose;
}

/** Removes those that may still go when their turn comes, and counts them. */
function removeLoose(pixels: Uint8Array, loose: readonly number[], around: readonly number[]): number {
  let removed = 0;
  for (const at of loose) {
    const left = neighbours(pixels, at, around);
    if (!isConnected(left)) continue;
    pixels[at] = 0;
    removed++;
  }
  return removed;
}

function isLoose(bits: number): boolean {
  return !isEnd(bits) && keepsEuler(bits) && isConnected(bits);
}
