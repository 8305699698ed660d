import type { Unit } from "@segloss/io";
import { type ExactSum, exactSum, type LabelPair } from "segloss/metrics";
import { type MetricChoice, parseMetrics } from "./metric-choice.ts";
import type { PairScore } from "./score-pair.ts";
import type { ImageRow } from "./score-result.ts";
import type { ScoreSettings } from "./score-settings.ts";
import { statedClasses } from "./scored-classes.ts";

/** What is kept: a row of numbers per image, and counts and sums per class. */
export interface KeptScores {
  readonly settings: ScoreSettings;
  readonly choices: readonly MetricChoice[];
  readonly pixels: Map<string, MutablePair>;
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

type MutablePair = Omit<LabelPair, "pixels"> & { pixels: number };

/** Adds the scores of a pair. */
export function addScore(kept: KeptScores, score: PairScore): void {
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

function rowOf(settings: ScoreSettings, { name, values, ofClasses, objects }: PairScore): ImageRow {
  const stated = statedClasses(settings) ?? [];
  const shown = settings.regions !== undefined || stated.length > 1;
  const ofLabels = ofClasses.map((classes) => {
    const found = new Map(classes);
    return stated.map(({ label }) => found.get(label) ?? null);
  });
  return { name, values, ...(shown && { classes: ofLabels }), ...(objects && { objects }) };
}

export interface ClassMean {
  readonly finite: ExactSum;
  images: number;
  infinite: boolean;
}

/** Adds pixels of two labels that met. */
export function addPixels(all: KeptScores["pixels"], { truth, predicted, pixels }: LabelPair): void {
  const key = `${truth} ${predicted}`;
  const one = all.get(key);
  if (one) one.pixels += pixels;
  else all.set(key, { truth, predicted, pixels });
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

/** Nothing yet. */
export function keptScores(settings: ScoreSettings): KeptScores {
  const choices = parseMetrics(settings.metrics);
  return {
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
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
