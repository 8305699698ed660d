/** One training to be done; what it gives follows from it, the plan and the data alone. */
export interface TrialTask {
  /** Unique within a comparison and fit for a file name: `final-dice-r1-f3`, `rate-dice-0.003`. */
  readonly id: string;
  readonly purpose: "speed" | "rate" | "loss" | "final";
  /** The loss as text. */
  readonly loss: string;
  /** Highest learning rate of Adam. */
  readonly rate: number;
  /** Of the initial weights, the crops and their turns. */
  readonly seed: number;
  /** Which repeat and fold, from 0; null for what is no final. */
  readonly repeat: number | null;
  readonly fold: number | null;
  readonly steps: number;
  /** Assessments of the validation images on the way, the last one at the end. */
  readonly points: number;
  /** Images by index. */
  readonly train: readonly number[];
  readonly validation: readonly number[];
  /** Predicted whole at the end, once. */
  readonly test: readonly number[];
}

/**
 * converged: the last quarter of the curve rose by less than the margin; rising: by more; collapsed: every predicted image has one and the same
 * class everywhere; diverged: the loss was no number; failed: an error or the end of the process.
 */
export type TrialState = (typeof trialStates)[number];

export const trialStates = ["converged", "rising", "collapsed", "diverged", "failed"] as const;

/** A point of a learning curve: step, mean training loss since the point before, mean score of the validation crops. */
export interface CurvePoint {
  readonly step: number;
  readonly loss: number;
  /** Mean Dice over the scored classes, counts pooled over the validation crops. */
  readonly dice: number;
  readonly iou: number;
}

/** Durations in seconds. */
export interface TrialTiming {
  /** Making the graphs, the first prediction with it. */
  readonly setUp: number;
  /** The first step, in which the runtime also lays out its memory. */
  readonly firstStep: number;
  readonly laterSteps: number;
  /** Assessments of the validation images on the way. */
  readonly validation: number;
  /** Prediction and measures of the test images. */
  readonly test: number;
}

/** What is known of the prediction of one test image. Arrays have one entry a class; null where the truth lacks the class. */
export interface ImageEvidence {
  /** Index of the image. */
  readonly image: number;
  readonly tp: readonly number[];
  readonly fp: readonly number[];
  readonly fn: readonly number[];
  /** Pixels that count, of regions, whose own may overlap; absent for classes, which add up to them. */
  readonly pixels?: number;
  /** In the unit of the spacing, pixels where there is none. */
  readonly hd95?: readonly (number | null)[];
  readonly nsd?: readonly (number | null)[];
  readonly boundaryIou?: readonly (number | null)[];
  /** Of classes that are thin. */
  readonly clDice?: readonly (number | null)[];
  /** Of objects, where the truth numbers them. */
  readonly pq?: number | null;
  readonly ap?: number | null;
  /** Expected calibration error, and the bins it is the sum of: pixels, sum of confidence, sum of right ones. */
  readonly ece: number;
  readonly bins: readonly (readonly [pixels: number, confidence: number, right: number])[];
}

/** Where a training was done: its numbers are the same to the bit only where processor and provider are. */
export interface TrialMachine {
  readonly name: string;
  readonly processor: string;
  /** Execution provider of ONNX Runtime. */
  readonly provider: string;
}

/** What a training gave, as it stands in a file of its own. */
export interface TrialResult {
  readonly task: TrialTask;
  /** `taskKey` of the task and the plan that it was done by; failed trainings have none. */
  readonly key?: string;
  readonly state: TrialState;
  /** Why, for diverged and failed ones, in a line for people. */
  readonly reason: string | null;
  /** Steps that were done. */
  readonly steps: number;
  /** Whether the loss ran inside the graph, or beside it, split at the logits. */
  readonly engine: "in graph" | "split at the logits";
  readonly curve: readonly CurvePoint[];
  /** Mean Dice of the validation crops at the end; null where there is no network. */
  readonly validationDice: number | null;
  /** Empty where there is no network, or nothing to test. */
  readonly evidence: readonly ImageEvidence[];
  /** File of the trained network, relative to the folder of the comparison; null where there is none. */
  readonly model: string | null;
  readonly timing: TrialTiming;
  /** Peak resident memory of its process in bytes. */
  readonly peakMemory: number;
  /** Of a training that a worker did: who took part, the last one last. Absent on one machine. */
  readonly machines?: readonly TrialMachine[];
}
