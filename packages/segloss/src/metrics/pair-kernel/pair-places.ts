const PAGE = 2 ** 16;

/** Pixels that are read at a time. */
export const BLOCK = 16;
/** Bytes of the table per pair of labels: four counters, which neighbouring pixels take in turn. */
export const ENTRY_BYTES = 16;
/** Pixels that are copied and counted at a time: both maps and the counters stay in a core's own cache. */
export const CHUNK: number = 2 ** 16;

/** Room for the pairs of all labels of a byte. */
export const TABLE_BYTES: number = ENTRY_BYTES * 2 ** 16;
const PREDICTED = PAGE + TABLE_BYTES;

/** Where the functions of the kernel find what is theirs. */
export const PLACES: Readonly<Record<"pairs" | "sums" | "table" | "predicted" | "truth", number>> = {
  /** `BLOCK` pair numbers of 16 bits. */
  pairs: 64,
  /** Three times four sums of 32 bits. */
  sums: 128,
  /** Four counters of 32 bits per pair of labels. */
  table: PAGE,
  predicted: PREDICTED,
  truth: PREDICTED + CHUNK,
};

export const MEMORY_PAGES: number = (PLACES.truth + CHUNK) / PAGE;
