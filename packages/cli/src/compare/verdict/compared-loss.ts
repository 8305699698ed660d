import type { MissedClass } from "./missed-classes.ts";

/** What is known of a loss besides its scores. */
export interface ComparedLoss {
  readonly loss: string;
  /** Whether it was not at its end (`wasRising`). */
  readonly rising: boolean;
  readonly missed: readonly MissedClass[];
}
