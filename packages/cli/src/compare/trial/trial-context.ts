import type { Runtime } from "@segloss/train";
import type { CropBatches, CropOptions, ImageSource, MeasureNormalisation } from "../../data/image-source.ts";
import type { Predict } from "../../inference/predict-bands.ts";
import type { Plan } from "../protocol/plan.ts";
import type { ImageEvidence } from "../protocol/trial.ts";

/** What the trainings of a comparison share. Each process opens its own. */
export interface TrialContext {
  readonly plan: Plan;
  readonly source: ImageSource;
  /** One for all trainings of a process, which asks the processor once what it has. */
  readonly runtime: Runtime;
  /** Folder of the comparison: work below `.work`, networks below `models`. */
  readonly folder: string;
  /** Classes that means are taken over, by index. */
  readonly scored: readonly number[];
  drawCrops(options: CropOptions): CropBatches;
  /** A fixed choice of at most so many crops of some images. */
  validationCrops(images: readonly number[], most: number): CropBatches;
  readonly measureNormalisation: MeasureNormalisation;
  /** Predicts images whole, one after the other, and measures what comes out. */
  testImages(predict: Predict, images: readonly number[]): AsyncIterable<ImageEvidence>;
}

/** Where a process finds the context: a module whose export `openTrialContext` is called with a path. */
export interface ContextAddress {
  /** URL of the module. */
  readonly opener: string;
  readonly path: string;
}

export type OpenTrialContext = (path: string) => TrialContext | Promise<TrialContext>;
