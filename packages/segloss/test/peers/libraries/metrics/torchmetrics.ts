import {
  diceScore,
  hausdorffDistance,
  type InstanceCounts,
  instanceCounts,
  instanceOverlaps,
  jaccardIndex,
  matchInstances,
  panopticQuality,
} from "segloss/metrics";
import {
  type LabelPair,
  labelsOf,
  maskCounts,
  maskScore,
  meanOf,
  split,
  surfaceScore,
} from "../../metric-call.ts";
import type { Nested, PeerCase } from "../../peer-case.ts";
import { notExpressible, type PeerLibrary } from "../../peer-library.ts";

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
  const { distance_metric, directed } = each.options as { distance_metric: string; directed: boolean };
  if (distance_metric !== "euclidean") notExpressible(`${distance_metric} surface distances`);
  if (directed) notExpressible("a directed Hausdorff distance");
  const images = masksOf({ ...each, options: { ...each.options, include_background: false } });
  return images.map((image) => image.map((pair) => surfaceScore(hausdorffDistance, pair)));
}

/** Things and stuff of [image..., 2] maps of class and object; stuff is one object a class. */
function panoptic(each: PeerCase): Nested {
  const { things, stuffs, return_per_class, return_sq_and_rq } = each.options as Record<string, number[]>;
  const classes = [...things, ...stuffs].sort((a, b) => a - b);
  const ordered = [...things.slice().sort((a, b) => a - b), ...stuffs.slice().sort((a, b) => a - b)];
  const { predicted, truth } = labelsOf(each);
  const known = (c: number): boolean => classes.includes(c);
  const objects = (map: Int32Array, wanted: number): Int32Array =>
    Int32Array.from({ length: map.length / 2 }, (_, i) => {
      const [label, object] = [map[2 * i], map[2 * i + 1]];
      return label === wanted && known(truth[2 * i]) ? (stuffs.includes(label) ? 1 : object + 1) : 0;
    });
  const found = ordered.map(
    (c): InstanceCounts =>
      instanceCounts(
        matchInstances(instanceOverlaps(objects(predicted, c), objects(truth, c)), {
          threshold: 0.5,
          exceed: true,
        }),
      ),
  );
  const values = found.map((counts) => panopticQuality(counts, "skip"));
  const parts = values.map((v) => [v?.quality ?? 0, v?.segmentation ?? 0, v?.recognition ?? 0]);
  if (return_per_class) return return_sq_and_rq ? parts : parts.map(([quality]) => quality);
  const there = parts.filter((_, k) => values[k] !== undefined);
  const means = [0, 1, 2].map((k) => meanOf(there.map((part) => part[k])));
  return return_sq_and_rq ? means : means[0];
}

export const torchmetricsCases: PeerLibrary = {
  suite: "torchmetrics",
  calls: { DiceScore: dice, MeanIoU: meanIou, hausdorff_distance: hausdorff, PanopticQuality: panoptic },
};
