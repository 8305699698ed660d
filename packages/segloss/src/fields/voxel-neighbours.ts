/** The 26 neighbours, in the order of their bits. */
export const OFFSETS: readonly (readonly [z: number, y: number, x: number])[] = [-1, 0, 1]
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

/** Bits of the neighbours that are inside, in the order of the steps to them. */
export function neighbours(pixels: Uint8Array, at: number, around: readonly number[]): number {
  let bits = 0;
  for (let k = 0; k < around.length; k++) bits |= pixels[at + around[k]] << k;
  return bits;
}

/** Whether there is exactly one neighbour. */
export function isEnd(bits: number): boolean {
  return (bits & (bits - 1)) === 0 && bits !== 0;
}

/** Whether a voxel with these neighbours can go, and nothing breaks apart, closes or vanishes: a simple point. */
export function isSimple(bits: number): boolean {
  return bits !== 0 && keepsEuler(bits) && isConnected(bits);
}

/** Whether the Euler characteristic stays without the centre. */
export function keepsEuler(bits: number): boolean {
  let change = -1;
  for (let k = 0; k < CELLS.length; k++) if ((bits & CELLS[k].sharedBy) === 0) change += CELLS[k].sign;
  return change === 0;
}

/** Whether the neighbours hang together without the centre; none do. */
export function isConnected(bits: number): boolean {
  let reached = bits & -bits;
  for (let fresh = reached; fresh !== 0; ) {
    const one = fresh & -fresh;
    const next = TOUCHING[31 - Math.clz32(one)] & bits & ~reached;
    reached |= next;
    fresh = (fresh ^ one) | next;
  }
  return reached === bits;
}
