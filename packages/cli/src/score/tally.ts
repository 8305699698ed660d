import type { Unit } from "@segloss/io";
import {
  type ConfusionMatrix,
  classCounts,
  type ImageSummary,
  scoreMatrix,
  summarizeScores,
} from "segloss/metrics";
import { countedClasses, matrixOf, type ValuesOfCounts } from "./class-values.ts";
import { addScore, type ClassMean, type KeptScores, keptScores } from "./kept-scores.ts";
import { type MetricChoice, parametersOf } from "./metric-choice.ts";
import { once } from "./once.ts";
import { orEmpty, type PairScore } from "./score-pair.ts";
import type { ClassResult, MetricResult, ScoreResult } from "./score-result.ts";
import type { ScoreSettings } from "./score-settings.ts";
import { foundClasses, type ScoredClass, statedClasses } from "./scored-classes.ts";
import { mergeState, stateOf, type TallyState } from "./tally-state.ts";
import { worstFirst } from "./worst-first.ts";

/** Adds up scores of pairs. The order of adding makes no difference to the result. */
export interface Tally {
  add(score: PairScore): void;
  /** All that was added so far, as plain data. */
  state(): TallyState;
  /** Adds all that another tally of the same settings holds. */
  merge(state: TallyState): void;
  result(): ScoreResult;
}

export function tally(settings: ScoreSettings): Tally {
  const kept = keptScores(settings);
  return {
    add: (score) => addScore(kept, score),
    state: () => stateOf(kept),
    merge: (state) => mergeState(kept, state),
    result: () => resultOf(kept),
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function unitOf({ units }: KeptScores): { readonly unit?: Unit; readonly units?: readonly string[] } {
  if (units.size > 1) return { units: [...units].map((unit) => unit ?? "none").sort() };
  const [unit] = units;
  return unit ? { unit } : {};
}

/** Confusion matrices of more labels than this are not written down. */
const MOST_LABELS = 2000;

function resultOf(kept: KeptScores): ScoreResult {
  const { settings, choices, rows, surplus } = kept;
  const pairs = [...kept.pixels.values()];
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
  kept: KeptScores,
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
  { settings, sums }: KeptScores,
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
