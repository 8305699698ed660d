import { maskLabels, type Raster } from "@segloss/io";
import { connectedComponents, type LabelArray } from "segloss/fields";
import {
  type ConfusionMatrix,
  type EmptyPolicy,
  emptyConfusionMatrix,
  type LabelPair,
  labelPairs,
  type MaskPair,
  type SurfaceOptions,
  score,
  scoreMatrix,
  surfaceDistances,
} from "segloss/metrics";
import { maskReader } from "./mask-reader.ts";
import { type MetricChoice, parametersOf, parseMetrics } from "./metric-choice.ts";
import type { FilePair } from "./pair-files.ts";

/** What holds for all pairs. Plain data, so that workers can be sent it. */
export interface ScoreSettings {
  readonly metrics: string;
  /** Labels that are scored; absent: all but 0 and the ignored ones. */
  readonly classes?: readonly number[];
  readonly ignore: readonly number[];
  readonly spacing?: readonly number[];
  readonly empty: EmptyPolicy;
  /** "classes"; "foreground": every label but 0 is one class; "instances": every label but 0 is one object of it. */
  readonly labels: "classes" | "foreground" | "instances";
  readonly surface: NonNullable<SurfaceOptions["surface"]>;
  readonly penalty: NonNullable<SurfaceOptions["penalty"]>;
}

/** The scores of one pair: some numbers, however large the files. */
export interface PairScore {
  readonly name: string;
  /** Which labels met, without the ignored pixels. */
  readonly pairs: readonly LabelPair[];
  /** Per metric the mean over the classes; null where all were skipped. */
  readonly values: readonly (number | null)[];
  /** Per metric and class in turn; null where skipped, empty for metrics of all classes at once. */
  readonly ofClasses: readonly (readonly (readonly [label: number, value: number])[])[];
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
  const [predicted, truth] = [labelsOf(p, pair.predicted), labelsOf(t, pair.truth)];
  const shape = t.depth > 1 ? [t.depth, t.height, t.width] : [t.height, t.width];
  const spacing = spacingOf(p, t, pair, shape, settings.spacing);
  const maps =
    settings.labels === "classes" ? { predicted, truth } : foreground(predicted, truth, settings.ignore);
  const pairs = labelPairs(maps.predicted, maps.truth).filter((one) => !settings.ignore.includes(one.truth));
  const classes = scoredClasses(pairs, settings, pair);
  checkLabels(classes, choices, pair);
  const matrix = matrixOf(pairs, [0, ...classes]);
  const masks = classes.map((label) =>
    maskPair(label, { ...maps, shape, spacing }, settings, { predicted, truth }),
  );
  const results = choices.map((choice) => valuesOf(choice, matrix, classes, masks, settings.empty));
  return {
    name: pair.name,
    pairs,
    ...{ values: results.map((r) => r.value), ofClasses: results.map((r) => r.ofClasses) },
  };
}

function labelsOf(raster: Raster, path: string): LabelArray {
  try {
    return maskLabels(raster);
  } catch (cause) {
    throw new Error(`${path}: ${(cause as Error).message}`, { cause });
  }
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
  return (t.spacing ?? p.spacing)?.slice(-shape.length) ?? shape.map(() => 1);
}

/** The class that all labels but 0 become where they are not classes. */
export const FOREGROUND = 1;

/** Every label but 0 and the ignored ones becomes the foreground. */
function foreground(predicted: LabelArray, truth: LabelArray, ignore: readonly number[]) {
  const one = (label: number) => (label === 0 ? 0 : FOREGROUND);
  return {
    predicted: Int32Array.from(predicted, one),
    truth: Int32Array.from(truth, (label: number) => (ignore.includes(label) ? label : one(label))),
  };
}

function scoredClasses(
  pairs: readonly LabelPair[],
  settings: ScoreSettings,
  { predicted, truth }: FilePair,
): number[] {
  const { classes } = settings;
  const found = new Set(pairs.flatMap((pair) => [pair.truth, pair.predicted]));
  if (settings.labels !== "classes") return [FOREGROUND];
  if (!classes) return [...found].filter((label) => label !== 0).sort((a, b) => a - b);
  const stranger = pairs.find((pair) =>
    [pair.truth, pair.predicted].some((l) => l !== 0 && !classes.includes(l)),
  );
  if (!stranger) return [...classes];
  const inTruth = stranger.truth !== 0 && !classes.includes(stranger.truth);
  throw new Error(
    `${inTruth ? truth : predicted}: label ${inTruth ? stranger.truth : stranger.predicted} is not one of ${classes.join(", ")}; name it in --classes${inTruth ? " or --ignore" : ""}`,
  );
}

function checkLabels(
  classes: readonly number[],
  choices: readonly MetricChoice[],
  { truth }: FilePair,
): void {
  for (const choice of choices) {
    const label = classes.find((one) => parametersOf(choice, one) === undefined);
    if (label !== undefined)
      throw new Error(
        `${truth}: label ${label} has no number in --metrics ${choice.title}; lengthen the list`,
      );
  }
}

/** The confusion matrix of the labels in this order. */
export function matrixOf(pairs: Iterable<LabelPair>, labels: readonly number[]): ConfusionMatrix {
  const known = [...new Set(labels)];
  const matrix = emptyConfusionMatrix({ classes: known.length });
  const places = new Map(known.map((label, place) => [label, place]));
  for (const { truth, predicted, pixels } of pairs)
    matrix.counts[places.get(truth)! * known.length + places.get(predicted)!] += pixels;
  return matrix;
}

interface Maps {
  readonly predicted: LabelArray;
  readonly truth: LabelArray;
}

function maskPair(
  label: number,
  maps: Maps & Pick<MaskPair, "shape" | "spacing">,
  { ignore, empty, labels, surface, penalty }: ScoreSettings,
  files: Maps,
): () => MaskPair {
  return once(() => {
    const { shape, spacing } = maps;
    const truth = Uint8Array.from(maps.truth, (value) => Number(value === label));
    const predicted = Uint8Array.from(maps.predicted, (value, i) =>
      Number(value === label && !ignore.includes(maps.truth[i])),
    );
    const numbered = (map: LabelArray) =>
      Int32Array.from(map, (value, i) => (ignore.includes(files.truth[i]) ? 0 : value));
    return {
      ...{ predicted, truth, shape, spacing, empty },
      objects: once(() =>
        labels === "instances"
          ? ([numbered(files.predicted), numbered(files.truth)] as const)
          : ([
              connectedComponents(predicted, shape).labels,
              connectedComponents(truth, shape).labels,
            ] as const),
      ),
      surface: once(() => surfaceDistances(predicted, truth, shape, { spacing, surface, penalty })),
    };
  });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

interface Values {
  readonly value: number | null;
  readonly ofClasses: readonly (readonly [number, number])[];
}

function valuesOf(
  choice: MetricChoice,
  matrix: ConfusionMatrix,
  classes: readonly number[],
  masks: readonly (() => MaskPair)[],
  empty: EmptyPolicy,
): Values {
  const { metric, parameters } = choice;
  if (metric.kind === "matrix")
    return { value: scoreMatrix(metric, matrix, parameters) ?? null, ofClasses: [] };
  if (classes.length === 0) return { value: null, ofClasses: [] };
  const places = [...new Set([0, ...classes])];
  const values =
    metric.kind === "counts"
      ? score(metric, matrix, { parameters, empty, classes: classes.map((label) => places.indexOf(label)) })
          .classes
      : masks.map((mask, k) => metric.from(mask(), parametersOf(choice, classes[k]) ?? parameters));
  const ofClasses = classes.flatMap((label, k) =>
    values[k] === undefined ? [] : [[label, values[k]] as const],
  );
  const sum = ofClasses
    .map(([, value]) => value)
    .sort((a, b) => a - b)
    .reduce((a, b) => a + b, 0);
  return { value: ofClasses.length === 0 ? null : sum / ofClasses.length, ofClasses };
}
