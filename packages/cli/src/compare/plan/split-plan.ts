import { cropBatches } from "../../data/crops/crop-batches.ts";
import { dataError } from "../../data/data-error.ts";
import type { ImageSource } from "../../data/image-source.ts";
import type { Plan, PlannedNetwork } from "../protocol/plan.ts";
import { divideImages } from "./divide-images.ts";

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

/**
 * A plan that trains every loss with one rate on one split of the images: to train on, to choose on, to test. It can name candidates only.
 *
 * @throws DataError where there are fewer than three groups of images
 */
export function splitPlan(
  { source, groups }: { readonly source: ImageSource; readonly groups: readonly string[] },
  options: SplitPlanOptions,
): Plan {
  const count = new Set(groups).size;
  if (count < 3)
    throw dataError(
      `${source.name}: ${count} ${count === 1 ? "group" : "groups"} of images (scenes, subjects, volumes), where three are needed: one to train on, one to draw curves on, one to test; give more images, or a groups.csv`,
    );
  const { losses, network, size, batch, steps, points, rate, seed, seeds, threads, provider } = options;
  const given = source.images.flatMap(({ group }, k) =>
    source.validationGroups?.includes(group) ? [groups[k]] : [],
  );
  const images = source.images.map((image, k) => ({ ...image, group: groups[k] }));
  const { validation, fold } = divideImages(images, {
    ...{ folds: Math.min(PARTS, count - 1), repeats: 1, seed, given },
  });
  const sides = fold[0];
  const train = sides.flatMap((side, image) => (side > 0 ? [image] : []));
  const tested = sides.map((side) => (side === 0 ? 0 : -1));
  return {
    ...{ version: 1, budget: "quick", minutes: null, seed },
    data: {
      ...{ source: options.source, fingerprint: source.fingerprint, options: [] },
      ...{ images: source.images.map(({ name }) => name), groups },
    },
    network,
    training: {
      ...{ size, batch, augment: "flips", foreground: 0, threads, block: 1, atOnce: 1, provider },
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
