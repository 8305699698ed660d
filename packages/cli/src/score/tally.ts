import type { Unit } from "@segloss/io";
import {
  type ConfusionMatrix,
  classCounts,
  type ExactSum,
  exactSum,
  type ImageSummary,
  type LabelPair,
  scoreMatrix,
  summarizeScores,
} from "segloss/metrics";
import { countedClasses, matrixOf, type ValuesOfCounts } from "./class-values.ts";
import { type MetricChoice, parametersOf, parseMetrics } from "./metric-choice.ts";
import { once } from "./once.ts";
import { orEmpty, type PairScore } from "./score-pair.ts";
import type { ClassResult, ImageRow, MetricResult, ScoreResult } from "./score-result.ts";
import type { ScoreSettings } from "./score-settings.ts";
import { foundClasses, type ScoredClass, statedClasses } from "./scored-classes.ts";
import { worstFirst } from "./worst-first.ts";

/** Adds up scores of pairs. The order of adding makes no difference to the result. */
export interface Tally {
  add(score: PairScore): void;
  result(): ScoreResult;
}

/** What is kept: a row of numbers per image, and counts and sums per class. */
interface Kept {
  readonly settings: ScoreSettings;
  readonly choices: readonly MetricChoice[];
  readonly pixels: Map<string, { pair: LabelPair; pixels: number }>;
  readonly rows: ImageRow[];
  readonly means: readonly Map<number | string, ClassMean>[];
  readonly sums: readonly Map<number | string, ExactSum[]>[];
  readonly ignored: Set<number>;
  readonly strangers: Set<number>;
  readonly things: Set<number>;
  readonly units: Set<Unit | undefined>;
  /** Pixels by which images of overlapping segments have more pairs of labels than pixels. */
  readonly surplus: number[];
  readonly names: Map<number, string>;
}

export function tally(settings: ScoreSettings): Tally {
  const choices = parseMetrics(settings.metrics);
  const kept: Kept = {
    ...{ settings, choices, pixels: new Map(), rows: [] },
    means: choices.map(() => new Map()),
    sums: choices.map(() => new Map()),
    ignored: new Set(),
    strangers: new Set(),
    things: new Set(settings.panoptic?.things),
    units: new Set(),
    surplus: [],
    names: new Map(),
  };
  return { add: (score) => addScore(kept, score), result: () => resultOf(kept) };
}

function addScore(kept: Kept, score: PairScore): void {
  kept.rows.push(rowOf(kept.settings, score));
  for (const [label, name] of score.names ?? []) kept.names.set(label, name);
  kept.units.add(score.unit);
  for (const pair of score.pairs) addPixels(kept.pixels, pair);
  if (score.overlapping !== undefined)
    kept.surplus.push(sumOf(score.pairs.map(({ pixels }) => pixels)) - score.overlapping);
  score.ofClasses.forEach((classes, m) => {
    for (const [label, value] of classes) addValue(kept.means[m], label, value);
  });
  score.sums.forEach((classes, m) => {
    for (const [label, numbers] of classes) addSums(kept.sums[m], label, numbers);
  });
  for (const label of score.ignored) kept.ignored.add(label);
  for (const label of score.strangers) kept.strangers.add(label);
  if (!kept.settings.panoptic?.things) for (const label of score.things) kept.things.add(label);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function unitOf({ units }: Kept): { readonly unit?: Unit; readonly units?: readonly string[] } {
  if (units.size > 1) return { units: [...units].map((unit) => unit ?? "none").sort() };
  const [unit] = units;
  return unit ? { unit } : {};
}

function rowOf(settings: ScoreSettings, { name, values, ofClasses, objects }: PairScore): ImageRow {
  const stated = statedClasses(settings) ?? [];
  const shown = settings.regions !== undefined || stated.length > 1;
  const ofLabels = ofClasses.map((classes) => {
    const found = new Map(classes);
    return stated.map(({ label }) => found.get(label) ?? null);
  });
  return { name, values, ...(shown && { classes: ofLabels }), ...(objects && { objects }) };
}

interface ClassMean {
  readonly finite: ExactSum;
  images: number;
  infinite: boolean;
}

function addPixels(all: Kept["pixels"], pair: LabelPair): void {
  const key = `${pair.truth} ${pair.predicted}`;
  const one = all.get(key);
  if (one) one.pixels += pair.pixels;
  else all.set(key, { pair, pixels: pair.pixels });
}

function addValue(means: Map<number | string, ClassMean>, label: number | string, value: number): void {
  const mean = means.get(label) ?? { finite: exactSum(), images: 0, infinite: false };
  means.set(label, mean);
  mean.images++;
  if (Number.isFinite(value)) mean.finite.add(value);
  else mean.infinite = true;
}

function addSums(
  all: Map<number | string, ExactSum[]>,
  label: number | string,
  numbers: readonly number[],
): void {
  const sums = all.get(label) ?? numbers.map(() => exactSum());
  all.set(label, sums);
  for (const [k, number] of numbers.entries()) sums[k].add(number);
}

/** Confusion matrices of more labels than this are not written down. */
const MOST_LABELS = 2000;

function resultOf(kept: Kept): ScoreResult {
  const { settings, choices, rows, surplus } = kept;
  const pairs = [...kept.pixels.values()].map((one) => ({ ...one.pair, pixels: one.pixels }));
  const ignored = [...kept.ignored];
  const stated = statedClasses(settings);
  const found = foundClasses(pairs, ignored);
  const labels = [0, ...[...(stated ?? []), ...found].flatMap((one) => one.labels)];
  const sorted = [...new Set(labels)].sort((a, b) => a - b);
  const matrix = matrixOf(pairs, sorted, ignored);
  const scored = stated ?? found;
  const ofCounts = once(() => countedClasses(pairs, scored));
  const summaries = summarizeScores(
    choices.map(({ metric }, m) => ({
      values: rows.map((row) => row.values[m] ?? undefined),
      best: metric.best,
    })),
  );
  const unlabelled = [...matrix.unlabelled];
  return {
    images: rows.length,
    pixels: sumOf(classCounts(matrix).map(({ tp, fn }) => tp + fn)) - sumOf(surplus),
    labels: sorted,
    confusion: sorted.length > MOST_LABELS ? [] : rowsOf(matrix),
    ...(surplus.length > 0 && { overlapping: surplus.length }),
    ...(unlabelled.some((pixels) => pixels > 0) && { unlabelled }),
    metrics: choices.map((choice, m) =>
      metricResult(kept, choice, m, { ofCounts, matrix, scored }, summaries[m] ?? null),
    ),
    rows: worstFirst(rows, choices[0].metric.best),
    strangers: [...kept.strangers].sort((a, b) => a - b),
    ...unitOf(kept),
    ...(kept.names.size > 0 && { names: Object.fromEntries(kept.names) }),
  };
}

interface DataSet {
  readonly ofCounts: () => ValuesOfCounts;
  readonly matrix: ConfusionMatrix;
  readonly scored: readonly ScoredClass[];
}

function metricResult(
  kept: Kept,
  choice: MetricChoice,
  m: number,
  { ofCounts, matrix, scored }: DataSet,
  overImages: ImageSummary | null,
): MetricResult {
  const { metric, parameters, title } = choice;
  const { settings, means, things } = kept;
  if (metric.kind === "matrix") {
    const dataset = scoreMatrix(metric, matrix, parameters) ?? null;
    return { metric: title, best: metric.best, dataset, overImages, overClasses: null, classes: [] };
  }
  const ofSet = datasetValues(kept, choice, m, ofCounts, scored);
  const classes = scored.map(({ label }, k): ClassResult => {
    const mean = means[m].get(label);
    return {
      label,
      dataset: ofSet[k] ?? null,
      overImages: mean ? meanOf(mean) : null,
      images: mean?.images ?? 0,
    };
  });
  const group = (wanted: boolean) =>
    plainMean(
      classes
        .filter(({ label }) => things.has(Number(label)) === wanted)
        .map((one) => one.dataset ?? one.overImages),
    );
  return {
    ...{ metric: title, best: metric.best, dataset: plainMean(ofSet), overImages },
    overClasses: plainMean(classes.map((one) => one.overImages)),
    ...(settings.labels === "panoptic" && { things: group(true), stuff: group(false) }),
    classes,
  };
}

/** Of all images together, per class; undefined where skipped, empty for metrics that do not add up. */
function datasetValues(
  { settings, sums }: Kept,
  choice: MetricChoice,
  m: number,
  ofCounts: () => ValuesOfCounts,
  scored: readonly ScoredClass[],
): readonly (number | undefined)[] {
  const { metric, parameters } = choice;
  if (metric.kind === "counts") return ofCounts()(choice, settings.empty);
  if (metric.kind === "matrix" || !metric.sums) return [];
  const { value } = metric.sums;
  return scored.map((one) => {
    const numbers = sums[m].get(one.label)?.map((sum) => sum.value());
    if (!numbers) return undefined;
    return orEmpty(value(numbers, parametersOf(choice, one) ?? parameters), settings.empty);
  });
}

function rowsOf(matrix: ConfusionMatrix): number[][] {
  const rows = Array.from({ length: matrix.classes }, () => new Array<number>(matrix.classes).fill(0));
  matrix.forEach((t, p, pixels) => {
    rows[t][p] = pixels;
  });
  return rows;
}

function meanOf({ finite, images, infinite }: ClassMean): number {
  return infinite ? Infinity : finite.value() / images;
}

/** Of the values that there are. */
function plainMean(values: readonly (number | null | undefined)[]): number | null {
  const present = values.filter((value) => value !== null && value !== undefined).sort((a, b) => a - b);
  return present.length === 0 ? null : present.reduce((a, b) => a + b, 0) / present.length;
}
