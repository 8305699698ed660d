import {
  type EmptyPolicy,
  emptyScore,
  type LabelPair,
  labelPairs,
  type MaskPair,
  scoreMatrix,
} from "segloss/metrics";
import type { Raster } from "../data/raster.ts";
import { countedValues, matrixOf } from "./class-values.ts";
import { partOptions } from "./connectivities.ts";
import { labelMaps } from "./label-maps.ts";
import { maskPair } from "./mask-pair.ts";
import { maskReader } from "./mask-reader.ts";
import { type MetricChoice, parametersOf, parseMetrics } from "./metric-choice.ts";
import { type ObjectLists, objectLists } from "./object-lists.ts";
import type { FilePair } from "./pair-files.ts";
import type { ScoreSettings } from "./score-settings.ts";
import { checkVoid, foundClasses, type ScoredClass, statedClasses, strangers } from "./scored-classes.ts";
import { shortestDecimal } from "./shortest-decimal.ts";

/** The scores of one pair: some numbers, however large the files. */
export interface PairScore {
  readonly name: string;
  /** Which labels met, without the ignored pixels. Ignored labels that were predicted are named in `ignored`. */
  readonly pairs: readonly LabelPair[];
  readonly ignored: readonly number[];
  /** Per metric the mean over the classes; null where all were skipped. */
  readonly values: readonly (number | null)[];
  /** Per metric and class in turn; without those that are skipped, empty for metrics of all classes at once. */
  readonly ofClasses: readonly (readonly (readonly [label: number | string, value: number])[])[];
  /** Per metric and class in turn the numbers that add up over a data set; empty where there are none. */
  readonly sums: readonly (readonly (readonly [label: number | string, sums: readonly number[]])[])[];
  /** Labels that are in no class that was asked for. */
  readonly strangers: readonly number[];
  /** Classes that were seen to have objects. */
  readonly things: readonly number[];
  readonly objects?: readonly ObjectLists[];
}

/** Reads and scores one pair of files; rejects with an error whose text says what is wrong with which file. */
export type ScorePair = (pair: FilePair) => Promise<PairScore>;

/** @throws DataError for unknown metrics */
export function pairScorer(settings: ScoreSettings): ScorePair {
  const choices = parseMetrics(settings.metrics);
  const [readPrediction, readTruth] = [maskReader(), maskReader()];
  return async (pair) => {
    const p = await readPrediction(pair.predicted);
    const t = await readTruth(pair.truth);
    return scorePair(pair, p, t, settings, choices);
  };
}

function scorePair(
  pair: FilePair,
  p: Raster,
  t: Raster,
  settings: ScoreSettings,
  choices: readonly MetricChoice[],
): PairScore {
  checkSizes(p, t, pair);
  const maps = labelMaps(p, t, pair, settings);
  const shape = t.depth > 1 ? [t.depth, t.height, t.width] : [t.height, t.width];
  // Also where no metric asks for parts: an option that does not fit is a mistake.
  partOptions(settings.parts, shape);
  const spacing = spacingOf(p, t, pair, shape, settings.spacing);
  const left = new Set(maps.ignore);
  const met = labelPairs(maps.predicted, maps.truth);
  const pairs = met.filter((one) => !left.has(one.truth));
  const stated = statedClasses(settings);
  const classes = stated ?? foundClasses(pairs, maps.ignore);
  const others = stated ? strangers(pairs, stated, maps.ignore) : [];
  checkVoid(pairs, others, settings, pair.truth);
  checkLabels(classes, choices, pair);
  const known =
    pairs.length < met.length
      ? { known: Uint8Array.from(maps.truth, (label: number) => Number(!left.has(label))) }
      : {};
  const masks = classes.map((one) => maskPair(one, maps, { shape, spacing, ...known }, settings));
  const image: ScoredImage = { pairs, ignore: maps.ignore, classes, masks, settings };
  // An image of ignored pixels alone has nothing that could be scored, whatever an empty class scores.
  const results = choices.map((choice) => (pairs.length === 0 ? NOTHING : valuesOf(choice, image)));
  return {
    ...{ name: pair.name, pairs, ignored: maps.ignore, things: maps.things ?? [] },
    values: results.map((r) => r.value),
    ofClasses: results.map((r) => r.ofClasses),
    sums: results.map((r) => r.sums),
    strangers: others,
    ...(settings.objects && { objects: classes.map(({ label }, k) => objectLists(label, masks[k]())) }),
  };
}

function checkSizes(p: Raster, t: Raster, { predicted, truth }: FilePair): void {
  if (p.width === t.width && p.height === t.height && p.depth === t.depth) return;
  const size = ({ width, height, depth }: Raster) => `${width}x${height}${depth > 1 ? `x${depth}` : ""}`;
  throw new Error(
    `${predicted}: it is ${size(p)} and ${truth} ${size(t)}; resize the prediction, nearest neighbour`,
  );
}

/** What the option says, else what the files say, else 1 along each axis. */
function spacingOf(
  p: Raster,
  t: Raster,
  { predicted, truth }: FilePair,
  shape: readonly number[],
  given: readonly number[] | undefined,
): readonly number[] {
  if (given && given.length !== shape.length)
    throw new Error(`${truth}: --spacing has ${given.length} numbers for an image of ${shape.length} axes`);
  if (given) return given;
  const differ = p.spacing && t.spacing?.some((s, k) => Math.abs(s - p.spacing![k]) > 1e-4 * s);
  if (differ)
    throw new Error(
      `${predicted}: its spacing is ${p.spacing!.join(" x ")} and that of ${truth} ${t.spacing!.join(" x ")}; resample one, or say which holds with --spacing`,
    );
  return (t.spacing ?? p.spacing)?.slice(-shape.length).map(shortestDecimal) ?? shape.map(() => 1);
}

function checkLabels(
  classes: readonly ScoredClass[],
  choices: readonly MetricChoice[],
  { truth }: FilePair,
): void {
  for (const choice of choices) {
    const lacking = classes.find((one) => parametersOf(choice, one) === undefined);
    if (lacking !== undefined)
      throw new Error(
        `${truth}: label ${lacking.label} has no number in --metrics ${choice.title}; lengthen the list`,
      );
  }
}

interface ScoredImage {
  readonly pairs: readonly LabelPair[];
  readonly ignore: readonly number[];
  readonly classes: readonly ScoredClass[];
  readonly masks: readonly (() => MaskPair)[];
  readonly settings: ScoreSettings;
}

interface Values {
  readonly value: number | null;
  readonly ofClasses: readonly (readonly [label: number | string, value: number])[];
  readonly sums: readonly (readonly [label: number | string, sums: readonly number[]])[];
}

const NOTHING: Values = { value: null, ofClasses: [], sums: [] };

function valuesOf(choice: MetricChoice, image: ScoredImage): Values {
  const { metric, parameters } = choice;
  const { classes, masks, pairs, ignore, settings } = image;
  if (metric.kind === "matrix") {
    const labels = [
      0,
      ...[...(statedClasses(settings) ?? []), ...foundClasses(pairs, ignore)].flatMap((c) => c.labels),
    ];
    return { ...NOTHING, value: scoreMatrix(metric, matrixOf(pairs, labels, ignore), parameters) ?? null };
  }
  if (classes.length === 0) return NOTHING;
  const own = (k: number) => parametersOf(choice, classes[k]) ?? parameters;
  const ofSums = metric.kind === "mask" ? metric.sums : undefined;
  const sums = ofSums ? masks.map((mask, k) => ofSums.of(mask(), own(k))) : [];
  const values =
    metric.kind === "counts"
      ? countedValues(choice, pairs, classes, settings.empty)
      : ofSums
        ? sums.map((numbers, k) => orEmpty(ofSums.value(numbers, own(k)), settings.empty))
        : masks.map((mask, k) => metric.from(mask(), own(k)));
  const ofClasses = classes.flatMap(({ label }, k) =>
    values[k] === undefined ? [] : [[label, values[k]] as const],
  );
  return {
    value: meanOf(ofClasses.map(([, value]) => value)),
    ofClasses,
    sums: sums.map((numbers, k) => [classes[k].label, numbers] as const),
  };
}

/** What a class without a pixel in either mask scores. */
export function orEmpty(value: number, empty: EmptyPolicy): number | undefined {
  return Number.isNaN(value) ? emptyScore(empty) : value;
}

function meanOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted.reduce((a, b) => a + b, 0) / sorted.length;
}
