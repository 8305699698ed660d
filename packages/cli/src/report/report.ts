import type { Experiment } from "../compare/experiment.ts";
import type { ComparisonResults } from "../compare/results.ts";
import type { Trial } from "../compare/trial.ts";

/** What a report is made of. */
export interface Report {
  readonly results: ComparisonResults;
  readonly trials: readonly Trial[];
  readonly experiment: Experiment;
}
