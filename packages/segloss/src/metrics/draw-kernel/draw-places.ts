/** Data sets that are drawn side by side: the sums of one wait for each other, those of several do not. */
export const AT_ONCE = 4;
/** Bytes of the two values of an image. */
export const ENTRY_BYTES = 16;

/** Where the function of the kernel finds what is its own. */
export const PLACES: Readonly<Record<"scale" | "sums" | "table", number>> = {
  /** The factor from 32-bit numbers to those of images, twice. */
  scale: 0,
  /** Where the two sums of each data set are written. */
  sums: 16,
  /** Both values of each image in turn. */
  table: 128,
};
