import type { Raster } from "@segloss/io";
import type { MatchedMasks } from "./matched-masks.ts";
import type { MetricChoice } from "./metric-choice.ts";
import type { PairScore } from "./score-pair.ts";
import type { ScoreSettings } from "./score-settings.ts";
import { NO_DATA } from "./settle-pictures.ts";

/** Scores one pair in which a class or region is all that counts. */
type ScoreOne = (masks: MatchedMasks, settings: ScoreSettings) => PairScore;

/** Whether segments of one of the masks overlap, so that there is no one label a pixel. */
export function isLayered({ predicted, truth }: MatchedMasks): boolean {
  return predicted.layers !== undefined || truth.layers !== undefined;
}

/**
 * Scores masks whose segments overlap: each class, or region, as a mask of its own.
 *
 * @throws Error for metrics that need one label a pixel, by name
 */
export function layeredScore(
  masks: MatchedMasks,
  settings: ScoreSettings,
  choices: readonly MetricChoice[],
  scoreOne: ScoreOne,
): PairScore {
  refusePartitions(masks, settings, choices);
  const { classes, regions } = settings;
  const sets: {
    readonly label: number;
    readonly labels: readonly number[];
    readonly settings: ScoreSettings;
  }[] = regions
    ? regions.map((region) => ({
        label: region.labels[0],
        labels: region.labels,
        settings: { ...settings, regions: [region] },
      }))
    : (classes ?? segmentLabels(masks.predicted, masks.truth)).map((label) => ({
        label,
        labels: [label],
        settings: { ...settings, classes: [label] },
      }));
  const scores = sets.map(({ label, labels, settings: own }) =>
    scoreOne(
      {
        ...masks,
        predicted: onlyOf(masks.predicted, labels, label),
        truth: onlyOf(masks.truth, labels, label, settings.ignore),
      },
      own,
    ),
  );
  return combined(scores, choices.length);
}

function refusePartitions(
  { truth, predicted }: MatchedMasks,
  { labels }: ScoreSettings,
  choices: readonly MetricChoice[],
): void {
  const names = (truth.layers ?? predicted.layers)!
    .map(({ name }) => name)
    .slice(0, 4)
    .join(", ");
  if (labels === "panoptic")
    throw new Error(`its segments overlap (${names}), and panoptic labels are one a pixel`);
  // True negatives are all other pixels, which each class has for itself.
  const needs = choices.find(
    ({ metric }) => metric.kind === "matrix" || (metric.kind === "counts" && /\btn\b/.test(metric.formula)),
  );
  if (needs)
    throw new Error(
      `its segments overlap (${names}), and ${needs.title} needs one label a pixel; leave it out of --metrics: metrics of masks take each segment`,
    );
}

/** Labels above 0 of both masks, of their layers where they have some. */
export function segmentLabels(predicted: Raster, truth: Raster): number[] {
  const of = ({ layers, data }: Raster) =>
    layers ? layers.map(({ label }) => label) : [...new Set(data as Int32Array)];
  return [...new Set([...of(predicted), ...of(truth)])].filter((label) => label !== 0).sort((a, b) => a - b);
}

/**
 * The mask of some labels as a mask of one of them.
 *
 * @param ignore labels whose pixels are left out: they keep theirs, as those without data do
 */
export function onlyOf(
  raster: Raster,
  labels: readonly number[],
  label: number,
  ignore: readonly number[] = [],
): Raster {
  const { layers, ...rest } = raster;
  const wanted = new Set(labels);
  const left = new Set([...ignore, NO_DATA]);
  const masks = layers?.filter((layer) => wanted.has(layer.label)).map(({ mask }) => mask);
  const isInside = (i: number) => (masks ? masks.some((mask) => mask[i] !== 0) : wanted.has(raster.data[i]));
  return {
    ...rest,
    data: Int32Array.from(raster.data, (top: number, i) => (left.has(top) ? top : isInside(i) ? label : 0)),
  };
}

/** Background met background in every class: that is counted once. Other pixels are counted once a class. */
function combined(scores: readonly PairScore[], metrics: number): PairScore {
  const [first] = scores;
  const each = Array.from({ length: metrics }, (_, m) => m);
  const ofClasses = each.map((m) => scores.flatMap((score) => score.ofClasses[m]));
  return {
    ...first,
    pairs: scores.flatMap(({ pairs }, k) =>
      k === 0 ? pairs : pairs.filter((pair) => pair.truth !== 0 || pair.predicted !== 0),
    ),
    overlapping: first.pairs.reduce((sum, { pixels }) => sum + pixels, 0),
    ofClasses,
    values: ofClasses.map((classes) =>
      classes.length === 0 ? null : classes.reduce((sum, [, value]) => sum + value, 0) / classes.length,
    ),
    sums: each.map((m) => scores.flatMap((score) => score.sums[m])),
    notes: first.notes,
  };
}
