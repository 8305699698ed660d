import type { TrainingSettings } from "./experiment.ts";
import type { Estimate } from "./statistics.ts";
import type { CurvePoint, TrialTiming } from "./trial.ts";

/** What `results.json` holds. */
export interface ComparisonResults {
  /** False when it was interrupted: then some losses or seeds are missing. */
  readonly complete: boolean;
  readonly data: DataDescription;
  readonly settings: ComparisonSettings;
  /** Best first; those that diverged in every training come last, in the order given. */
  readonly losses: readonly LossResult[];
  /** Losses of which no training has ended. */
  readonly unfinished: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** When it began, ISO 8601. */
  readonly startedAt: string;
  readonly seconds: number;
}

export interface DataDescription {
  readonly name: string;
  readonly classes: readonly string[];
  /** Share of each class in the training pixels. */
  readonly classShares: readonly number[];
  /** Classes that the means are taken over, by index. */
  readonly scored: readonly number[];
  readonly channels: number;
  readonly trainingImages: number;
  readonly heldBackImages: number;
  readonly notes: readonly string[];
  readonly credit: string | null;
}

export interface ComparisonSettings extends TrainingSettings {
  readonly steps: number;
  /** Passes over the training images that the steps make. */
  readonly epochs: number;
  readonly seeds: readonly number[];
  /** Trainable numbers of the network. */
  readonly parameters: number;
}

/** What became of one loss. */
export interface LossResult {
  readonly loss: string;
  /** Why it has its parameters, for losses that were not asked for by name. */
  readonly note: string | null;
  readonly trials: readonly TrialResult[];
  /** Over the seeds that did not diverge; null when all did. */
  readonly dice: Estimate | null;
  readonly iou: Estimate | null;
  /** Of each class, over seeds. */
  readonly classDice: readonly Estimate[];
  readonly classIou: readonly Estimate[];
  /** Mean Dice of this loss minus that of the best, over their common seeds; null for the best itself. */
  readonly toBest: Estimate | null;
  /** Whether this comparison cannot tell it from the best. */
  readonly tied: boolean;
}

/** One training, without its images and weights. */
export interface TrialResult {
  readonly seed: number;
  readonly steps: number;
  readonly divergedAt: number | null;
  readonly engine: string;
  readonly curve: readonly CurvePoint[];
  /** Of the scored classes; null when it diverged. */
  readonly dice: number | null;
  readonly iou: number | null;
  /** Of each class; empty when it diverged. */
  readonly classDice: readonly number[];
  readonly classIou: readonly number[];
  readonly timing: TrialTiming;
}
