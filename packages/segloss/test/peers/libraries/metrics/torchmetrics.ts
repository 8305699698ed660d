import {
  type ClassCounts,
  type Distance,
  diceScore,
  generalizedDiceOf,
  hausdorffDistance,
  jaccardIndex,
} from "segloss/metrics";
import {
  type LabelPair,
  labelsOf,
  maskCounts,
  maskScore,
  meanOf,
  named,
  split,
  surfaceScore,
} from "../../metric-call.ts";
import { flat, type Nested, type PeerCase } from "../../peer-case.ts";
import type { PeerLibrary } from "../../peer-library.ts";
import { panoptic } from "./torchmetrics-panoptic.ts";

interface Options {
  readonly num_classes: number;
  readonly input_format: "one-hot" | "index";
  readonly average?: "micro" | "macro" | "weighted" | "none";
  readonly aggregation_level?: "samplewise" | "global";
  readonly include_background?: boolean;
  readonly reduce?: boolean;
  readonly per_class?: boolean;
}

/** Each class of each image as two masks, [images][classes]. */
function masksOf(each: PeerCase): LabelPair[][] {
  const {
    num_classes: classes,
    input_format,
    include_background = true,
  } = each.options as unknown as Options;
  const pair = labelsOf(each);
  const first = include_background ? 0 : 1;
  const images = split(pair, 1).map((image) =>
    input_format === "one-hot" ? split(image, 1) : oneHot(image, classes),
  );
  return images.map((image) => image.slice(first));
}

function oneHot({ predicted, truth, shape }: LabelPair, classes: number): LabelPair[] {
  return Array.from({ length: classes }, (_, c) => ({
    predicted: predicted.map((label) => Number(label === c)),
    truth: truth.map((label) => Number(label === c)),
    shape,
  }));
}

/** The masks of several pairs as one. */
function joined(pairs: readonly LabelPair[]): LabelPair {
  const all = (which: "predicted" | "truth"): Int32Array =>
    Int32Array.from(pairs.flatMap((pair) => [...pair[which]]));
  return { predicted: all("predicted"), truth: all("truth"), shape: [pairs.length, ...pairs[0].shape] };
}

function diceOf(images: readonly LabelPair[][], { average = "micro" }: Options): number[] {
  const one = (classes: LabelPair[]): number => {
    const scores = classes.map((pair) => maskScore(diceScore, pair, {}, "skip"));
    if (average === "macro") return meanOf(scores);
    if (average === "micro") return maskScore(diceScore, joined(classes), {}, "skip");
    const sizes = classes.map((pair) => maskCounts(pair)).map(({ tp, fn }) => tp + fn);
    const total = sizes.reduce((a, b) => a + b, 0);
    if (total === 0) return scores.every(Number.isNaN) ? Number.NaN : 0;
    return scores.reduce((sum, x, c) => sum + (sizes[c] === 0 ? 0 : (x * sizes[c]) / total), 0);
  };
  return images.map(one);
}

function dice(each: PeerCase): Nested {
  const options = each.options as unknown as Options;
  const images = masksOf(each);
  const classes = images[0].map((_, c) => images.map((image) => image[c]));
  if (options.aggregation_level === "global") return diceOf([classes.map(joined)], options)[0];
  if (options.average === "none")
    return classes.map((pairs) => meanOf(pairs.map((pair) => maskScore(diceScore, pair, {}, "skip"))));
  const values = diceOf(images, options);
  return options.reduce === false ? values : meanOf(values);
}

function meanIou(each: PeerCase): Nested {
  const { per_class, reduce } = each.options as unknown as Options;
  const images = masksOf(each);
  const iou = (pair: LabelPair): number => maskScore(jaccardIndex, pair, {}, "skip");
  if (per_class) return images[0].map((_, c) => meanOf(images.map((image) => iou(image[c]))));
  const values = images.map((image) => meanOf(image.map(iou)));
  return reduce ? meanOf(values) : values;
}

function hausdorff(each: PeerCase): Nested {
  const { distance_metric = "euclidean", directed, spacing, ...rest } = each.options;
  const images = masksOf({ ...each, options: { include_background: false, ...rest } });
  const parameters = { direction: directed ? "prediction" : "both" };
  const options = {
    distance: distance_metric as Distance,
    ...(spacing ? { spacing: spacing as number[] } : {}),
  };
  return images.map((image) =>
    image.map((pair) => surfaceScore(hausdorffDistance, pair, parameters, options)),
  );
}

const POWERS = { square: 2, simple: 1, linear: 0 } as const;

/** One number an image, or one of each of its classes. */
function generalizedDice(each: PeerCase): Nested[] {
  const { weight_type = "square", per_class } = each.options;
  const power = named(POWERS, weight_type);
  return masksOf(each).map((image) => {
    const counts = image.map(maskCounts);
    // 0/0 is 0 there.
    const of = (some: readonly ClassCounts[]): number => generalizedDiceOf(some, { power }) || 0;
    return per_class ? counts.map((one) => of([one])) : of(counts);
  });
}

function meanGeneralizedDice(each: PeerCase): Nested {
  const images = generalizedDice(each);
  if (!each.options.per_class) return meanOf(images as number[]);
  const rows = images as number[][];
  return rows[0].map((_, c) => meanOf(rows.map((row) => row[c])));
}

export const torchmetricsCases: PeerLibrary = {
  suite: "torchmetrics",
  calls: {
    DiceScore: dice,
    MeanIoU: meanIou,
    hausdorff_distance: hausdorff,
    HausdorffDistance: (each) => meanOf(flat(hausdorff(each))),
    generalized_dice_score: generalizedDice,
    GeneralizedDiceScore: meanGeneralizedDice,
    PanopticQuality: panoptic("matched"),
    panoptic_quality: panoptic("matched"),
    ModifiedPanopticQuality: panoptic("shared"),
    modified_panoptic_quality: panoptic("shared"),
  },
};
