import { cropBatches } from "../../data/crops/crop-batches.ts";
import { dataError } from "../../data/data-error.ts";
import type { ImageSource } from "../../data/image-source.ts";
import type { Plan, PlannedNetwork } from "../protocol/plan.ts";
import { divideImages } from "./divide-images.ts";
import { usualAugmentation } from "./usual-augmentation.ts";

/** What a plan of one split is asked to be. */
export interface SplitPlanOptions {
  /** Folder or named set, as results say it. */
  readonly source: string;
  readonly losses: readonly string[];
  readonly network: PlannedNetwork;
  /** Width and height of a crop in pixels, and crops of a batch. */
  readonly size: number;
  readonly batch: number;
  readonly steps: number;
  /** Assessments of the validation images on the way. */
  readonly points: number;
  /** Highest learning rate, for every loss. */
  readonly rate: number;
  readonly seed: number;
  /** Trainings of each loss, with other weights and crops each. */
  readonly seeds: number;
  readonly threads: number;
  /** The provider of ONNX Runtime that computes. */
  readonly provider: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A fifth for validation, and of the rest a part of these is held back. */
const PARTS = 4;

/** The images of one split. */
export interface Split {
  readonly train: readonly number[];
  /** On which curves are drawn. */
  readonly validation: readonly number[];
  /** Held back until the end. */
  readonly test: readonly number[];
}

/** What is divided: images, and what no split divides. */
export interface Divided {
  readonly source: ImageSource;
  readonly groups: readonly string[];
}

/**
 * Divides images by group: a fifth for validation, of the rest a quarter to test.
 *
 * @throws DataError where there are fewer than three groups of images
 */
export function splitOf({ source, groups }: Divided, seed: number): Split {
  const count = new Set(groups).size;
  if (count < 3)
    throw dataError(
      `${source.name}: ${count} ${count === 1 ? "group" : "groups"} of images (scenes, subjects, volumes), where three are needed: one to train on, one to draw curves on, one to test; give more images, or a groups.csv`,
    );
  const given = source.images.flatMap(({ group }, k) =>
    source.validationGroups?.includes(group) ? [groups[k]] : [],
  );
  const images = source.images.map((image, k) => ({ ...image, group: groups[k] }));
  const folds = Math.min(PARTS, count - 1);
  const { validation, fold } = divideImages(images, { folds, repeats: 1, seed, given });
  const side = (isMeant: (side: number) => boolean) =>
    fold[0].flatMap((own, image) => (isMeant(own) ? [image] : []));
  return { validation, train: side((own) => own > 0), test: side((own) => own === 0) };
}

/**
 * A plan that trains every loss with one rate on one split of the images: to train on, to choose on, to test. It can name candidates only.
 *
 * @throws DataError where there are fewer than three groups of images
 */
export function splitPlan(divided: Divided, options: SplitPlanOptions): Plan {
  const { source, groups } = divided;
  const { losses, network, size, batch, steps, points, rate, seed, seeds, threads, provider } = options;
  const { train, validation, test } = splitOf(divided, seed);
  const tested = source.images.map((_, image) => (test.includes(image) ? 0 : -1));
  return {
    ...{ version: 1, budget: "quick", minutes: null, seed },
    data: {
      ...{ source: options.source, fingerprint: source.fingerprint, options: [] },
      ...{ images: source.images.map(({ name }) => name), groups },
    },
    network,
    training: {
      ...{
        size,
        batch,
        augment: usualAugmentation(source.images),
        foreground: 0,
        threads,
        block: 1,
        provider,
      },
      // Side by side, in turns.
      atOnce: losses.length,
      stepsPerEpoch: cropBatches(source, { images: train, size, batch, seed: 0 }).stepsPerEpoch,
    },
    regions: [],
    losses: losses.map((loss) => ({ loss, note: null, variants: [loss] })),
    validation,
    screen: {
      ...{ rates: [rate], rateSteps: steps, lossTrainings: 0, lossSteps: steps, part: [], finalists: null },
    },
    finals: {
      ...{ folds: 1, repeats: seeds, steps, points, train },
      fold: Array.from({ length: seeds }, () => tested),
    },
    ...{ rank: "dice", margin: 0.01, reference: null, environment: options.environment },
  };
}
