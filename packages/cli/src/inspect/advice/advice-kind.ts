/** A loss as `segloss compare --losses` takes it, and why it has these parameters. */
export interface SuggestedLoss {
  readonly loss: string;
  readonly note: string;
}

/** What a property of the data means for losses. */
export interface Advice {
  readonly topic: string;
  /** What was seen, with its figures. */
  readonly finding: string;
  /** How the parameters follow from the figures; null where there are none. */
  readonly formula: string | null;
  readonly losses: readonly SuggestedLoss[];
  /** Pages of the documentation, from the root of the repository. */
  readonly pages: readonly string[];
}
