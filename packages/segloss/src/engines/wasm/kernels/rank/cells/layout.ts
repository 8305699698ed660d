/** Bits of a key below the coarse cells: 2^13 of them, 32 an octave of a float. */
export const FINE_BITS = 18;
export const COARSE_CELLS: number = 1 << (31 - FINE_BITS);
/** Pixels of a block, whose errors are counted and looked up while they are in the first-level cache. */
export const BLOCK = 1024;

/** Where a ranking by cells keeps its things, in bytes from the start of its memory. */
export interface CellsLayout {
  /** Numbers of the region: `STATE`, then of each part the pixels with an error and the true ones. */
  readonly state: number;
  /** Of each coarse cell how far keys are shifted, and what is added then: 8 times the number of a cell. */
  readonly map: number;
  /** The same as float32: 2^-(shift + 1), and 2^23 plus its first cell. */
  readonly scales: number;
  /** Of each part, for each cell the pixels with an error, false and true: two integers. */
  readonly counts: number;
  readonly partBytes: number;
  /** The step of a cell for false and true pixels, float32; negative bits when its pixels are sorted. */
  readonly steps: number;
  /** Bound of the squared errors of a cell's steps, float32: the mean over its pixels. */
  readonly errors: number;
  /** Places of the cells that are sorted, one after the other. */
  readonly list: number;
  /** Sums of those bounds by exponent, float64, then numbers of pixels. */
  readonly bins: number;
  /** Pixels with an error in each block. */
  readonly blocks: number;
  /** Which pixels have an error, a bit each. */
  readonly masks: number;
  /** Of each part, room for what is known of the pixels of a block: `SCRATCH`. */
  readonly scratch: number;
  /** Places of the pixels with an error, one after the other; null when they stand in the plane of the weights. */
  readonly stream: number | null;
  /** Pixels that are sorted: pixel and truth in the low half, what falls as the key rises in the high one. */
  readonly records: number;
  readonly bytes: number;
  /** Cells at most; records at most; parts of a region. */
  readonly cells: number;
  readonly capacity: number;
  readonly parts: number;
  /** Pixels of a part, a multiple of the block. */
  readonly partPixels: number;
}

/** Offsets in the state. */
export const STATE = {
  cells: 0,
  kept: 4,
  sorted: 8,
  isExact: 12,
  trues: 16,
  /** Float64: squared error of the gradient that is as bad as an error of 1 in the value. */
  exchange: 32,
  parts: 64,
} as const;
export const EXPONENTS = 256;
/** Sums by exponent, float64, then numbers. */
export const BIN_BYTES: number = 12 * EXPONENTS;

const SCRATCH_ROOM: number = 4 * BLOCK + 64;

/** Offsets in the scratch memory of a part: four bytes for each pixel of a block, with room for writing ahead. */
export const SCRATCH: Readonly<Record<"entries" | "packed" | "rows" | "bytes", number>> = {
  entries: 0,
  packed: SCRATCH_ROOM,
  rows: 2 * SCRATCH_ROOM,
  bytes: 3 * SCRATCH_ROOM,
};

/** How many pixels a ranking by cells may sort: all of a few, a sixth of many (so that memory stays bounded). */
const SORTED_SHARE = 6;
const ALWAYS_SORTED = 262_144;

export function layOutCells(
  pixels: number,
  options: { readonly parts: number; readonly isExact: boolean; readonly inPlace: boolean },
): CellsLayout {
  const { parts, isExact, inPlace } = options;
  const cells = 8 * COARSE_CELLS;
  const share = Math.max(Math.ceil(pixels / SORTED_SHARE), ALWAYS_SORTED);
  const capacity = isExact ? pixels : Math.min(pixels, share);
  let bytes = 0;
  const take = (size: number): number => {
    const at = bytes;
    bytes += Math.ceil(size / 64) * 64;
    return at;
  };
  return {
    state: take(STATE.parts + 8 * parts),
    map: take(8 * COARSE_CELLS),
    scales: take(8 * COARSE_CELLS),
    counts: take(8 * cells * parts),
    partBytes: 8 * cells,
    steps: take(8 * cells),
    errors: take(4 * cells),
    list: take(4 * cells),
    bins: take(BIN_BYTES),
    blocks: take(4 * (Math.ceil(pixels / BLOCK) + 1)),
    masks: take((Math.ceil(pixels / BLOCK) * BLOCK) / 8),
    scratch: take(SCRATCH.bytes * parts),
    stream: inPlace ? null : take(4 * pixels + 64),
    records: take(8 * (capacity + 1)),
    cells,
    capacity,
    parts,
    partPixels: Math.ceil(pixels / parts / BLOCK) * BLOCK,
    get bytes() {
      return bytes;
    },
  };
}
