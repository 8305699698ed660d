import {
  classCounts,
  type ExactSum,
  exactSum,
  type ImageSummary,
  type LabelPair,
  score,
  scoreMatrix,
  summarizeScores,
} from "segloss/metrics";
import { FOREGROUND } from "./foreground.ts";
import { type MetricChoice, parseMetrics } from "./metric-choice.ts";
import { matrixOf, type PairScore, type ScoreSettings } from "./score-pair.ts";

/** What `segloss score --json` prints. */
export interface ScoreResult {
  readonly images: number;
  readonly pixels: number;
  /** Labels of the confusion matrix; 0 is background. */
  readonly labels: readonly number[];
  /** `confusion[truth][predicted]` pixels, in the order of `labels`. */
  readonly confusion: readonly (readonly number[])[];
  readonly metrics: readonly MetricResult[];
  /** Worst first by the first metric. */
  readonly rows: readonly ImageRow[];
}

export interface MetricResult {
  readonly metric: string;
  readonly best: "high" | "low";
  /** Of the pixels of all images together; null for metrics that need places, and where all is skipped. */
  readonly dataset: number | null;
  /** Over the images' values, each the mean over its classes. */
  readonly overImages: ImageSummary | null;
  /** Per class the mean over the images that have it, and the mean of those. */
  readonly overClasses: number | null;
  readonly classes: readonly ClassResult[];
}

export interface ClassResult {
  readonly label: number;
  readonly dataset: number | null;
  readonly overImages: number | null;
  /** Images that the mean is over. */
  readonly images: number;
}

export interface ImageRow {
  readonly name: string;
  /** Per metric; null where skipped. */
  readonly values: readonly (number | null)[];
}

/** Adds up scores of pairs. The order of adding makes no difference to the result. */
export interface Tally {
  add(score: PairScore): void;
  result(): ScoreResult;
}

/** Keeps a row of numbers per image, and counts and sums per class. */
export function tally(settings: ScoreSettings): Tally {
  const choices = parseMetrics(settings.metrics);
  const pixels = new Map<string, { pair: LabelPair; pixels: number }>();
  const rows: ImageRow[] = [];
  const means = choices.map(() => new Map<number, ClassMean>());
  return {
    add({ name, pairs, values, ofClasses }) {
      rows.push({ name, values });
      for (const pair of pairs) addPixels(pixels, pair);
      ofClasses.forEach((classes, m) => {
        for (const [label, value] of classes) addValue(means[m], label, value);
      });
    },
    result() {
      const pairs = [...pixels.values()].map((one) => ({ ...one.pair, pixels: one.pixels }));
      return resultOf(settings, choices, pairs, rows, means);
    },
  };
}

interface ClassMean {
  readonly finite: ExactSum;
  images: number;
  infinite: boolean;
}

function addPixels(all: Map<string, { pair: LabelPair; pixels: number }>, pair: LabelPair): void {
  const key = `${pair.truth} ${pair.predicted}`;
  const one = all.get(key);
  if (one) one.pixels += pair.pixels;
  else all.set(key, { pair, pixels: pair.pixels });
}

function addValue(means: Map<number, ClassMean>, label: number, value: number): void {
  const mean = means.get(label) ?? { finite: exactSum(), images: 0, infinite: false };
  means.set(label, mean);
  mean.images++;
  if (Number.isFinite(value)) mean.finite.add(value);
  else mean.infinite = true;
}

function resultOf(
  settings: ScoreSettings,
  choices: readonly MetricChoice[],
  pairs: readonly LabelPair[],
  rows: readonly ImageRow[],
  means: readonly ReadonlyMap<number, ClassMean>[],
): ScoreResult {
  const stated = settings.labels === "classes" ? settings.classes : [FOREGROUND];
  const found = new Set([0, ...(stated ?? []), ...pairs.flatMap((p) => [p.truth, p.predicted])]);
  const labels = [...found].sort((a, b) => a - b);
  const matrix = matrixOf(pairs, labels);
  const ignored = settings.ignore.map((label) => label | 0);
  const scored = stated ?? labels.filter((label) => label !== 0 && !ignored.includes(label));
  const summaries = summarizeScores(
    choices.map(({ metric }, m) => ({
      values: rows.map((row) => row.values[m] ?? undefined),
      best: metric.best,
    })),
  );
  const metrics = choices.map(({ title, metric, parameters }, m): MetricResult => {
    const places = scored.map((label) => labels.indexOf(label));
    const ofSet =
      metric.kind === "counts" && places.length > 0
        ? score(metric, matrix, { parameters, classes: places, empty: settings.empty })
        : undefined;
    const dataset = metric.kind === "matrix" ? scoreMatrix(metric, matrix, parameters) : ofSet?.value;
    const classes = scored.map((label, k): ClassResult => {
      const mean = means[m].get(label);
      return {
        label,
        dataset: ofSet?.classes[k] ?? null,
        overImages: mean ? meanOf(mean) : null,
        images: mean?.images ?? 0,
      };
    });
    return {
      metric: title,
      best: metric.best,
      dataset: dataset ?? null,
      overImages: summaries[m] ?? null,
      overClasses: plainMean(classes.flatMap(({ overImages: mean }) => (mean === null ? [] : [mean]))),
      classes: metric.kind === "matrix" ? [] : classes,
    };
  });
  return {
    images: rows.length,
    pixels: classCounts(matrix).reduce((sum, { tp, fn }) => sum + tp + fn, 0),
    labels,
    confusion: labels.map((_, t) => [...matrix.counts.subarray(t * labels.length, (t + 1) * labels.length)]),
    metrics,
    rows: worstFirst(rows, choices[0].metric.best),
  };
}

function meanOf({ finite, images, infinite }: ClassMean): number {
  return infinite ? Infinity : finite.value() / images;
}

function plainMean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}

/** By the first metric, then by name; images without a value last. */
function worstFirst(rows: readonly ImageRow[], best: "high" | "low"): ImageRow[] {
  const key = ({ values: [value] }: ImageRow) =>
    value === null ? Infinity : best === "high" ? value : -value;
  const compare = (a: number, b: number) => (a < b ? -1 : Number(a > b));
  return [...rows].sort((a, b) => compare(key(a), key(b)) || (a.name < b.name ? -1 : 1));
}
