import { connectedComponents, type LabelArray } from "segloss/fields";
import {
  type ConfusionMatrix,
  type Distance,
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
import { maskLabels } from "../data/mask-labels.ts";
import type { Raster } from "../data/raster.ts";
import { FOREGROUND, foreground, ignoredLabel } from "./foreground.ts";
import { maskReader } from "./mask-reader.ts";
import { type MetricChoice, parametersOf, parseMetrics } from "./metric-choice.ts";
import { once, oncePer } from "./once.ts";
import type { FilePair } from "./pair-files.ts";
import { shortestDecimal } from "./shortest-decimal.ts";

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
  const [predicted, truth] = [
    labelsOf(p, pair.predicted, settings.ignore),
    labelsOf(t, pair.truth, settings.ignore),
  ];
  const shape = t.depth > 1 ? [t.depth, t.height, t.width] : [t.height, t.width];
  const spacing = spacingOf(p, t, pair, shape, settings.spacing);
  const stored = settings.ignore.map((label) => label | 0);
  const isClasses = settings.labels === "classes";
  const maps = isClasses
    ? { predicted, truth }
    : { predicted: foreground(predicted, stored), truth: foreground(truth, stored) };
  const ignore = isClasses ? stored : stored.map(ignoredLabel);
  const met = labelPairs(maps.predicted, maps.truth);
  const pairs = met.filter((one) => !ignore.includes(one.truth));
  const classes = scoredClasses(pairs, { ...settings, ignore }, pair);
  checkLabels(classes, choices, pair);
  const predictedIgnored = pairs.flatMap((one) => (ignore.includes(one.predicted) ? [one.predicted] : []));
  const matrix = matrixOf(pairs, [0, ...classes, ...predictedIgnored]);
  const isKnown = (label: number) => Number(!stored.includes(label));
  const known = pairs.length < met.length ? { known: Uint8Array.from(truth, isKnown) } : {};
  const masks = classes.map((label) =>
    maskPair(label, { ...maps, ...known, shape, spacing }, settings, { predicted, truth }),
  );
  // An image of ignored pixels alone has nothing that could be scored, whatever an empty class scores.
  const results = choices.map((choice) =>
    pairs.length === 0 ? NOTHING : valuesOf(choice, matrix, classes, masks, settings.empty),
  );
  return {
    name: pair.name,
    pairs,
    ...{ values: results.map((r) => r.value), ofClasses: results.map((r) => r.ofClasses) },
  };
}

function labelsOf(raster: Raster, path: string, ignored: readonly number[]): LabelArray {
  try {
    return maskLabels(raster, ignored);
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
  return (t.spacing ?? p.spacing)?.slice(-shape.length).map(shortestDecimal) ?? shape.map(() => 1);
}

function scoredClasses(
  pairs: readonly LabelPair[],
  settings: ScoreSettings,
  { predicted, truth }: FilePair,
): number[] {
  const { classes } = settings;
  const found = new Set(pairs.flatMap((pair) => [pair.truth, pair.predicted]));
  if (settings.labels !== "classes") return [FOREGROUND];
  // A predicted label of those that are ignored is a wrong prediction, and no class.
  const isNone = (label: number) => label === 0 || settings.ignore.includes(label);
  if (!classes) return [...found].filter((label) => !isNone(label)).sort((a, b) => a - b);
  const stranger = pairs.find((pair) =>
    [pair.truth, pair.predicted].some((l) => !isNone(l) && !classes.includes(l)),
  );
  if (!stranger) return [...classes];
  const inTruth = !isNone(stranger.truth) && !classes.includes(stranger.truth);
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
  maps: Maps & Pick<MaskPair, "shape" | "spacing" | "known">,
  { empty, labels, surface, penalty }: ScoreSettings,
  files: Maps,
): () => MaskPair {
  return once(() => {
    const { shape, spacing, known } = maps;
    const ignored = known ? { known } : {};
    const inside = (map: LabelArray) =>
      Uint8Array.from(map, (value, i) => Number(value === label && known?.[i] !== 0));
    const [predicted, truth] = [inside(maps.predicted), inside(maps.truth)];
    const numbered = (map: LabelArray) => Int32Array.from(map, (value, i) => (known?.[i] === 0 ? 0 : value));
    const components = (mask: Uint8Array) => connectedComponents(mask, shape, ignored).labels;
    return {
      ...{ predicted, truth, shape, spacing, empty, penalty, ...ignored },
      objects: once(() =>
        labels === "instances"
          ? ([numbered(files.predicted), numbered(files.truth)] as const)
          : ([components(predicted), components(truth)] as const),
      ),
      surface: oncePer((distance: Distance = "euclidean") =>
        surfaceDistances(predicted, truth, shape, { ...ignored, spacing, surface, penalty, distance }),
      ),
    };
  });
}

interface Values {
  readonly value: number | null;
  readonly ofClasses: readonly (readonly [number, number])[];
}

const NOTHING: Values = { value: null, ofClasses: [] };

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
  if (classes.length === 0) return NOTHING;
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
