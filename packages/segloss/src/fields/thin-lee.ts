/**
 * Thins a mask to lines one voxel wide, in 2-D or 3-D: border voxels are taken off from six sides in turn (four in
 * 2-D), those that are not the end of a line, whose removal changes neither the number of parts, tunnels and cavities
 * (the Euler characteristic), nor what hangs together among their 26 neighbours. Voxels that were loose at the same
 * time are looked at again one by one, so that two of them do not break a line together.
 *
 * T.-C. Lee, R. L. Kashyap, C.-N. Chu, "Building skeleton models via 3-D medial surface/axis thinning algorithms",
 * CVGIP: Graphical Models and Image Processing 56 (6), 1994. The order of the sides, which the paper leaves open, is
 * that of scikit-image's `skeletonize(method="lee")`: the same voxels remain. Only the last voxel of a part that is even
 * in every direction, with which the part would vanish, is kept here and not there.
 *
 * @param pixels 1 inside, 0 outside, with a frame of one empty voxel on each side; thinned in place
 * @param shape of `pixels`, [depth, height, width]; depth 3 (one slice in its frame) is thinned as an image
 */
export function thinLee(pixels: Uint8Array, shape: readonly [number, number, number]): void {
  const [depth, height, width] = shape;
  const [slice, row] = [height * width, width];
  const sides = depth === 3 ? [-row, row, 1, -1] : [-row, row, 1, -1, slice, -slice];
  const around = OFFSETS.map(([z, y, x]) => z * slice + y * row + x);
  let voxels = insideOf(pixels);
  let unchanged = 0;
  while (unchanged < sides.length) {
    unchanged = 0;
    for (const side of sides) {
      const removed = removeLoose(pixels, looseVoxels(pixels, voxels, side, around), around);
      if (removed === 0) unchanged++;
    }
    voxels = remaining(pixels, voxels);
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
    if (left === 0 || !isConnected(left)) continue;
    pixels[at] = 0;
    removed++;
  }
  return removed;
}

/** Those that are still inside, in the same memory. */
function remaining(pixels: Uint8Array, voxels: Int32Array): Int32Array {
  let count = 0;
  for (let k = 0; k < voxels.length; k++) if (pixels[voxels[k]]) voxels[count++] = voxels[k];
  return voxels.subarray(0, count);
}

/** The 26 neighbours, in the order of their bits. */
const OFFSETS: readonly (readonly [z: number, y: number, x: number])[] = [-1, 0, 1]
  .flatMap((z) => [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x) => [z, y, x] as const)))
  .filter((offset) => offset.some((step) => step !== 0));

/** For each neighbour the bits of those that touch it. */
const TOUCHING: readonly number[] = OFFSETS.map((a) =>
  bitsOf((b) => a !== b && a.every((step, axis) => Math.abs(step - b[axis]) <= 1)),
);

/**
 * What the removal of the centre changes in the Euler characteristic of the closed voxels: the cells of
 * its cube that no neighbour has as well, each with the bits of the voxels that share it. Vertices count 1, edges -1,
 * faces 1, and the cube itself -1.
 */
const CELLS: readonly { readonly sharedBy: number; readonly sign: number }[] = OFFSETS.map((cell) => ({
  // A cell lies towards its offset: a face towards one neighbour, an edge between three, a vertex between seven.
  sharedBy: bitsOf((b) => b.every((step, axis) => step === 0 || step === cell[axis])),
  sign: cell.filter((step) => step !== 0).length === 2 ? -1 : 1,
}));

function bitsOf(chosen: (offset: readonly number[]) => boolean): number {
  return OFFSETS.reduce((bits, offset, k) => (chosen(offset) ? bits | (1 << k) : bits), 0);
}

function insideOf(pixels: Uint8Array): Int32Array {
  let count = 0;
  for (let i = 0; i < pixels.length; i++) count += pixels[i];
  const inside = new Int32Array(count);
  for (let i = 0, k = 0; i < pixels.length; i++) if (pixels[i]) inside[k++] = i;
  return inside;
}

/** Bits of the neighbours that are inside. */
function neighbours(pixels: Uint8Array, at: number, around: readonly number[]): number {
  let bits = 0;
  for (let k = 0; k < 26; k++) bits |= pixels[at + around[k]] << k;
  return bits;
}

function isLoose(bits: number): boolean {
  const isEnd = (bits & (bits - 1)) === 0 && bits !== 0;
  return !isEnd && keepsEuler(bits) && isConnected(bits);
}

function keepsEuler(bits: number): boolean {
  let change = -1;
  for (let k = 0; k < CELLS.length; k++) if ((bits & CELLS[k].sharedBy) === 0) change += CELLS[k].sign;
  return change === 0;
}

/** Whether the neighbours hang together without the centre; none do. */
function isConnected(bits: number): boolean {
  let reached = bits & -bits;
  for (let fresh = reached; fresh !== 0; ) {
    const one = fresh & -fresh;
    const next = TOUCHING[31 - Math.clz32(one)] & bits & ~reached;
    reached |= next;
    fresh = (fresh ^ one) | next;
  }
  return reached === bits;
}
