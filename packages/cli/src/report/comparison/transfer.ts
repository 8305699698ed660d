/** How often the order of losses that a small network told apart was that of a larger one, as it was measured. */
export interface Transfer {
  /** Pairs of losses that the small network told apart. */
  readonly pairs: number;
  /** Those of them that the larger network puts in the same order, by the mean of three seeds; and with every one of these. */
  readonly same: number;
  readonly everySeed: number;
  /** Spearman's rank correlation of the losses by both networks, of each set. */
  readonly correlations: readonly number[];
  /** Pairs that the small network told apart with a third of the steps, and those of them that all the steps put in the same order. */
  readonly early: { readonly pairs: number; readonly same: number };
}

/** Measured by packages/cli/bench/transfer, whose values a test holds beside this. */
export const TRANSFER: Transfer = {
  ...{ pairs: 4, same: 3, everySeed: 2, correlations: [1, -0.8, 1, -0.8] },
  early: { pairs: 4, same: 3 },
};

/** What was measured, in words. */
export function transferText({ pairs, same, everySeed, correlations, early }: Transfer): string {
  const ranks = correlations.map((one) => one.toFixed(2)).join(", ");
  return (
    `Of ${pairs} pairs of losses that a U-Net of width 8 and depth 3 told apart on ${correlations.length} public sets, a residual U-Net of width 32 in PyTorch ordered ${same} ` +
    `the same way by the mean of three seeds, ${everySeed} with every seed; over all losses of a set ranks correlated by ${ranks}. Of ${early.pairs} pairs that the small network told apart after some 400 steps, three times the steps kept the order of ${early.same}. That is little evidence.`
  );
}
