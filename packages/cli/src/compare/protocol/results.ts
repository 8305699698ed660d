import type { Needed } from "../../statistics/needed.ts";
import type { Word } from "../../statistics/verdict.ts";
import type { Plan, RankMeasure } from "./plan.ts";
import type { CurvePoint, ImageEvidence, TrialMachine, TrialState, TrialTiming } from "./trial.ts";

/** Version of `results.json`; a reader refuses others. Version 1 had none. */
export const RESULTS_VERSION = 2;

/** What `results.json` holds: the evidence of every image, and what follows from it. */
export interface ComparisonResults {
  readonly version: typeof RESULTS_VERSION;
  /** False while trainings of the plan are missing. */
  readonly complete: boolean;
  readonly plan: Plan;
  /** The command that repeats this plan. */
  readonly command: string;
  readonly data: DataDescription;
  /** Rates that were tried and what was chosen; losses that were dropped. */
  readonly screen: readonly ScreenedLoss[];
  /** Best first by the measure that ranks; those without a single scored training come last. */
  readonly losses: readonly LossResult[];
  /** Losses of the plan of which no final training has ended. */
  readonly unfinished: readonly string[];
  readonly verdict: ComparisonVerdict;
  /** Of constant predictions: the best on each side of the comparison. */
  readonly baselines: readonly Baseline[];
  readonly environment: Readonly<Record<string, string>>;
  /** When it began, ISO 8601; after a resumption, when it first began. */
  readonly startedAt: string;
  /** Wall time in all, interruptions left out. */
  readonly seconds: number;
  /** Seconds of all trainings together: steps, assessments on the way, tests. */
  readonly spent: {
    readonly steps: number;
    readonly validation: number;
    readonly test: number;
    readonly setUp: number;
  };
}

export interface DataDescription {
  readonly name: string;
  readonly classes: readonly string[];
  /** Where regions are learnt they are the classes, each the union of these classes of the masks. */
  readonly regions?: readonly { readonly name: string; readonly classes: readonly string[] }[];
  /** Share of each class in the pixels that are not ignored. */
  readonly classShares: readonly number[];
  /** Number in the files of the masks that is left out; absent where there is none. */
  readonly ignore?: number;
  /** Whether classes have other numbers in these files than their index. Absent: they do not. */
  readonly renumbered?: boolean;
  /** Images whose truth holds the class. */
  readonly classImages: readonly number[];
  /** Classes that the means are taken over, by index. */
  readonly scored: readonly number[];
  /** Classes that are thin, for which clDice is measured. */
  readonly thin: readonly number[];
  readonly channels: number;
  /** Slices of volumes are images of the group of their volume. */
  readonly images: readonly {
    readonly name: string;
    readonly group: string;
    readonly width: number;
    readonly height: number;
    /** Distance between pixels along y and x in millimetres; absent where it is not known, and distances are in pixels. */
    readonly spacing?: readonly [number, number];
    /** Name of the volume that it is a slice of. */
    readonly volume?: string;
    /** Classes that its truth holds, by index; absent in older files. */
    readonly holds?: readonly number[];
  }[];
  readonly unit: string;
  readonly notes: readonly string[];
  readonly credit: string | null;
  /** Agreement of a second observer with the truth, where there is one: mean Dice over images. */
  readonly observers: { readonly folder: string; readonly dice: number; readonly images: number } | null;
}

export interface ScreenedLoss {
  readonly loss: string;
  readonly note: string | null;
  readonly rates: readonly {
    /** The loss, or one of its variants. */
    readonly loss: string;
    readonly rate: number;
    readonly validationDice: number | null;
    readonly state: TrialState;
  }[];
  /** What goes on: the loss itself, or the chosen one of its variants. */
  readonly chosen: string;
  readonly rate: number;
  /** The best rate is the lowest or the highest tried. */
  readonly atEnd: "lowest" | "highest" | null;
  /** Validation Dice of the trainings that choose losses; empty where none is dropped. */
  readonly trainings: readonly (number | null)[];
  /** went on; out of reach: the interval says so; left out: in reach, but the plan has no room for it. */
  readonly outcome: "went on" | "out of reach" | "left out";
}

export interface Baseline {
  /** The class that is predicted everywhere; null: all regions. */
  readonly class: number | null;
  /** Mean over images of the measure that ranks. */
  readonly score: number | null;
}

/** A mean with its 95 % interval over folds; ends null where there are fewer than three. */
export interface Estimate {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** What became of one loss. */
export interface LossResult {
  readonly loss: string;
  readonly note: string | null;
  readonly rate: number;
  readonly trials: readonly TrialSummary[];
  readonly states: Readonly<Record<TrialState, number>>;
  /** Upper 95 % limit of the rate of failure (Clopper and Pearson). */
  readonly failureLimit: number;
  /** Mean over images of the score that ranks. Failures count as the constant prediction they ended in. */
  readonly score: Estimate | null;
  /** Of each measure: mean over images of the mean over the scored classes that the truth holds; and of each class. */
  readonly measures: Readonly<Partial<Record<RankMeasure, MeasuredLoss>>>;
  /** Of data that are slices of volumes: Dice of each volume that was tested. */
  readonly volumes?: readonly VolumeScore[];
}

/** A volume, its counts added up over slices: mean over repeats of the mean Dice over the scored classes that it holds. */
export interface VolumeScore {
  readonly name: string;
  /** Null where it holds none of them. */
  readonly dice: number | null;
}

export interface MeasuredLoss {
  readonly mean: number | null;
  /** One entry a class; null where no image has the class. Empty for measures of objects and of calibration. */
  readonly classes: readonly (number | null)[];
}

/** One final training. */
export interface TrialSummary {
  readonly id: string;
  readonly seed: number;
  readonly repeat: number;
  readonly fold: number;
  readonly state: TrialState;
  readonly reason: string | null;
  readonly steps: number;
  readonly engine: string;
  /** The provider of ONNX Runtime that computed it. Absent: "cpu". */
  readonly provider?: string;
  readonly curve: readonly CurvePoint[];
  /** Mean over its test images of the mean over the scored classes that the truth holds. */
  readonly dice: number | null;
  readonly iou: number | null;
  readonly evidence: readonly ImageEvidence[];
  readonly model: string | null;
  readonly timing: TrialTiming;
  readonly peakMemory: number;
  /** Of a training that a worker did. */
  readonly machines?: readonly TrialMachine[];
}

/** Losses are named by their place in `losses`. */
export interface ComparisonVerdict {
  /** candidates: too few trainings to estimate their noise, or a budget that may claim no more. */
  readonly word: Word | "candidates";
  /** One sentence, and what it does not say. */
  readonly claim: string;
  readonly caution: string;
  readonly winner: number | null;
  /** Who may still be the best. */
  readonly candidates: readonly number[];
  /** The leader (a) beside every other loss (b). */
  readonly rows: readonly PairVerdict[];
  /** Every pair, those with the leader with the word of their row; `apart` where Holm over all pairs tells them apart and the lower one was not rising. */
  readonly pairs: readonly (PairVerdict & { readonly apart: boolean })[];
  /** Losses that keep an undecided verdict open because they were still rising. Absent in older files. */
  readonly late?: readonly number[];
  readonly probabilityBest: readonly number[] | null;
  readonly needed: (Needed & { readonly minutes: number | null }) | null;
  readonly againstReference:
    | readonly { readonly loss: number; readonly difference: number; readonly word: string }[]
    | null;
  /** Images that all losses were scored on, folds and repeats that all have finished. */
  readonly images: number;
  readonly folds: number;
  readonly repeats: number;
}

export interface PairVerdict {
  readonly a: number;
  readonly b: number;
  /** Score of a minus score of b, better above 0, with its 95 % interval. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
  /** What a is beside b. */
  readonly word: "better" | "worse" | "equivalent" | "undecided";
}
