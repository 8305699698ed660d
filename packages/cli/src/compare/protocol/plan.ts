import type { Block, networks } from "@segloss/train";
import type { Augmentation } from "../../data/augment/index.ts";

/** What a comparison may claim follows from how much it trains. */
export type Budget = "quick" | "standard" | "thorough";

/** A measure of a predicted image against its truth that can rank losses. */
export type RankMeasure =
  | "dice"
  | "iou"
  | "precision"
  | "recall"
  | "hd95"
  | "nsd"
  | "boundaryIou"
  | "clDice"
  | "pq"
  | "ap"
  | "ece";

/** A loss that is compared, and why it has these parameters where they were not asked for. */
export interface PlannedLoss {
  readonly loss: string;
  readonly note: string | null;
  /** What is tried of the loss, one of which goes on: itself alone, or one for each of listed parameters. */
  readonly variants: readonly string[];
}

/**
 * Everything that the numbers of a comparison follow from. The same plan on the same data gives the same numbers to the bit, on the same kind of
 * processor with the same ONNX Runtime.
 */
export interface Plan {
  readonly version: 1;
  readonly budget: Budget;
  /** Minutes that the plan was made for; null where the steps were asked for. */
  readonly minutes: number | null;
  /** Draws validation images, folds and everything else. */
  readonly seed: number;
  readonly data: PlannedData;
  readonly network: PlannedNetwork;
  readonly training: PlannedTraining;
  /** What is learnt and scored in place of the classes, where anything is: a logit with a sigmoid each. */
  readonly regions: readonly PlannedRegion[];
  readonly losses: readonly PlannedLoss[];
  /** Images on which everything is chosen and every curve is drawn: never trained on, never in a score. */
  readonly validation: readonly number[];
  readonly screen: PlannedScreen;
  readonly finals: PlannedFinals;
  /** The measure that ranks, and the difference that does not matter. */
  readonly rank: RankMeasure;
  readonly margin: number;
  /** A loss to compare the others with, chosen before anything was trained. */
  readonly reference: string | null;
  readonly environment: Readonly<Record<string, string>>;
}

export interface PlannedNetwork {
  readonly kind: keyof typeof networks;
  readonly width: number;
  readonly depth: number;
  readonly normalization: "group" | "none";
  /** Whether the loss is taken at every resolution of the way up, or at the finest alone. */
  readonly deepSupervision: boolean;
}

/** A union of classes. Regions may overlap, and need not cover the image. */
export interface PlannedRegion {
  readonly name: string;
  /** By number. */
  readonly classes: readonly number[];
}

export interface PlannedData {
  /** What was typed: a folder or the name of a set. */
  readonly source: string;
  readonly fingerprint: string;
  /** Names of the images, by index, and what no split divides: scene, subject, volume. */
  readonly images: readonly string[];
  readonly groups: readonly string[];
  /** Options of the command that say how the files were read. */
  readonly options: readonly string[];
}

export interface PlannedTraining {
  /** Width and height of a crop in pixels. */
  readonly size: number;
  readonly batch: number;
  /** How crops are changed. */
  readonly augment: Augmentation;
  /** Share of the crops of a batch, at least, that lie around a pixel of a scored class. */
  readonly foreground: number;
  /** Steps in which a final training sees as many pixels as its images have. */
  readonly stepsPerEpoch: number;
  /** Threads of the runtime within a training; the numbers depend on it. */
  readonly threads: number;
  /**
   * Channels side by side in the blocks that steps are computed in (16 with AVX-512, 8 with AVX2); the last digits depend on it.
   * Absent in plans from before there were blocks: 1, the plain order.
   */
  readonly block?: Block;
  /** Trainings at a time; the numbers do not depend on it. */
  readonly atOnce: number;
  /** The provider of ONNX Runtime that computes; the numbers depend on it. Absent: "cpu". */
  readonly provider?: string;
}

/** Short trainings that choose on the validation images. */
export interface PlannedScreen {
  /** Highest learning rates that are tried. One: none is chosen. */
  readonly rates: readonly number[];
  /** Steps of a training that tries a rate. */
  readonly rateSteps: number;
  /** Trainings of each loss, each on a part of the images, after which losses out of reach are dropped; 0: none is dropped. */
  readonly lossTrainings: number;
  readonly lossSteps: number;
  /** `part[image]`: the part that the training of this number leaves out; -1 for images of validation. */
  readonly part: readonly number[];
  /** Most losses that go on; null: all that are in reach. */
  readonly finalists: number | null;
}

/** The trainings that are scored. */
export interface PlannedFinals {
  readonly folds: number;
  readonly repeats: number;
  readonly steps: number;
  /** `fold[repeat][image]`: the fold in which an image is held back; -1 for those of validation, and of a single split for `train`. */
  readonly fold: readonly (readonly number[])[];
  /** Images that every training is trained on and none is tested on: one split in place of folds. Absent: those of the other folds. */
  readonly train?: readonly number[];
  /** Assessments of the validation images on the way. */
  readonly points: number;
}
