/** How often the order of losses that a small network tells apart is that of a larger one, as it was measured. */
export interface Transfer {
  /** Pairs of losses that the small network told apart. */
  readonly pairs: number;
  /** Those of them that the larger network puts in the same order. */
  readonly same: number;
  /** Spearman's rank correlation of the losses by both networks, mean over the sets. */
  readonly correlation: number;
  /** The larger network, as it stands in a sentence: `a U-Net with 32 channels and 4 resolutions`. */
  readonly larger: string;
  /** Sets of images that this was seen on. */
  readonly sets: number;
}

/** Measured by packages/cli/bench/transfer, whose values a test holds beside this. */
export const TRANSFER: Transfer = {
  ...{ pairs: 4, same: 4, correlation: 0.7, sets: 2 },
  larger: "a residual U-Net of width 32 and depth 4 in PyTorch",
};

/** What was measured, in a sentence. */
export function transferText({ pairs, same, correlation, larger, sets }: Transfer): string {
  const where = `${sets} ${sets === 1 ? "set" : "sets"}`;
  return `Of ${pairs} pairs of losses that the small network told apart on ${where}, ${larger} ordered ${same} the same way; over all losses of a set, ranks correlate by ${correlation.toFixed(2)} on average.`;
}
