/** How often the order of losses that a small network tells apart is that of a larger one, as it was measured. */
export interface Transfer {
  /** Pairs of losses that the small network told apart. */
  readonly pairs: number;
  /** Those of them that the larger network puts in the same order. */
  readonly same: number;
  /** The larger network, as it stands in a sentence: `a U-Net with 32 channels and 4 resolutions`. */
  readonly larger: string;
  /** Sets of images that this was seen on. */
  readonly sets: number;
}

/** null: not measured yet, and not spoken of. */
export const TRANSFER: Transfer | null = null;

/** What was measured, in a sentence. */
export function transferText({ pairs, same, larger, sets }: Transfer): string {
  return `Of ${pairs} pairs of losses that the small network told apart on ${sets} ${sets === 1 ? "set" : "sets"}, ${larger} ordered ${same} the same way.`;
}
