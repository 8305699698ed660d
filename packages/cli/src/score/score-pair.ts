import {
  type ColourSource,
  cutSmoothEdges,
  type ExifChoice,
  framesOf,
  type LabelArray as MaskLabels,
  maskLabels,
  type Raster,
  type WhiteRole,
} from "@segloss/io";
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
import { checkSizes } from "./check-sizes.ts";
import type { FileNote } from "./file-note.ts";
import { maskReader } from "./mask-reader.ts";
import { type MetricChoice, parametersOf, parseMetrics } from "./metric-choice.ts";
import type { FilePair } from "./pair-files.ts";
import { NO_DATA, settlePictures } from "./settle-pictures.ts";
import { type PairValues, whiteLabels } from "./white-labels.ts";

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
  /** Labels of colours, where the folders list them. */
  readonly colours?: ColourSource;
  /** Whether pictures are turned by their EXIF orientation where sizes do not tell. */
  readonly exif?: ExifChoice;
  /** What 255 means in the whole set; absent: each pair is taken for itself. */
  readonly white?: WhiteRole;
}

/** The scores of one pair: some numbers, however large the files. */
export interface PairScore {
  readonly name: string;
  /** What was decided while its files were read. */
  readonly notes: readonly FileNote[];
  /** The values that the rule for 255 looks at, and what it gave for this pair. */
  readonly seen: PairValues;
  readonly white?: WhiteRole;
  /** Which labels met, without the ignored pixels. */
  readonly pairs: readonly LabelPair[];
  /** Per metric the mean over the classes; null where all were skipped. */
  readonly values: readonly (number | null)[];
  /** Per metric and class in turn; null where skipped, empty for metrics of all classes at once. */
  readonly ofClasses: readonly (readonly (readonly [label: number, value: number])[])[];
}

/**
 * Reads and scores one pair of files, each frame of sequences in time for itself; rejects with an error whose text says what is
 * wrong with which file.
 */
export type ScorePair = (pair: FilePair) => Promise<readonly PairScore[]>;

/** @throws DataError for unknown metrics */
export function pairScorer(settings: ScoreSettings): ScorePair {
  const choices = parseMetrics(settings.metrics);
  const [readPrediction, readTruth] = [maskReader(), maskReader()];
  return async (pair) => {
    const p = await readPrediction(pair.predicted);
    const t = await readTruth(pair.truth);
    const settled = settlePictures(pair, p, t, { ...settings, foreground: settings.labels === "foreground" });
    checkSizes(settled.predicted, settled.truth, pair);
    checkObjects(settled.predicted, settled.truth, pair, settings);
    const frames = frameCount(settled.predicted, settled.truth);
    if (frames === 1)
      return [scorePair(pair, settled.predicted, settled.truth, settings, choices, settled.notes)];
    const [predicted, truth] = framesOfBoth(settled.predicted, settled.truth);
    return Array.from({ length: frames }, (_, k) => {
      const frame = { ...pair, name: `${pair.name}#${String(k).padStart(3, "0")}` };
      return scorePair(frame, predicted[k], truth[k], settings, choices, k === 0 ? settled.notes : []);
    });
  };
}

function scorePair(
  pair: FilePair,
  p: Raster,
  t: Raster,
  stated: ScoreSettings,
  choices: readonly MetricChoice[],
  notes: readonly FileNote[],
): PairScore {
  const read = readLabels(pair, p, t, stated);
  const { predicted, truth } = read;
  const settings = { ...stated, ignore: [...read.ignore, NO_DATA] };
  const shape = t.depth > 1 ? [t.depth, t.height, t.width] : [t.height, t.width];
  const spacing = spacingOf(p, t, pair, shape, settings.spacing);
  const maps =
    settings.labels === "classes" ? { predicted, truth } : foreground(predicted, truth, settings.ignore);
  const met = settings.labels === "classes" ? read.met : undefined;
  const pairs = (met ?? labelPairs(maps.predicted, maps.truth)).filter(
    (one) => !settings.ignore.includes(one.truth),
  );
  const classes = scoredClasses(pairs, settings, pair);
  checkLabels(classes, choices, pair);
  const matrix = matrixOf(pairs, [0, ...classes]);
  const masks = classes.map((label) =>
    maskPair(label, { ...maps, shape, spacing }, settings, { predicted, truth }),
  );
  const results = choices.map((choice) => valuesOf(choice, matrix, classes, masks, settings.empty));
  return {
    name: pair.name,
    notes: [...notes, ...read.notes],
    seen: read.values,
    ...(read.role && { white: read.role }),
    pairs,
    ...{ values: results.map((r) => r.value), ofClasses: results.map((r) => r.ofClasses) },
  };
}

/** Labels of both masks; masks of black, white and some grays are looked at for smoothed edges. */
function readLabels(pair: FilePair, p: Raster, t: Raster, stated: ScoreSettings) {
  const read = (one: Raster, other: Raster) =>
    whiteLabels(labelsOf(one, pair.predicted), labelsOf(other, pair.truth), stated);
  const labels = read(p, t);
  const { values } = labels;
  const hard = {
    predicted: mayBeSmooth(values.predicted) ? cutSmoothEdges(p) : p,
    truth: mayBeSmooth(values.truth) ? cutSmoothEdges(t) : t,
  };
  if (hard.predicted === p && hard.truth === t) return { ...labels, notes: [] };
  const note = (raster: Raster, before: Raster, file: string): FileNote[] =>
    raster === before ? [] : [{ file, text: raster.notes!.at(-1)! }];
  const notes = [...note(hard.predicted, p, pair.predicted), ...note(hard.truth, t, pair.truth)];
  return { ...read(hard.predicted, hard.truth), notes };
}

function mayBeSmooth(values: readonly number[]): boolean {
  return values.length > 4 && values.includes(255) && values.includes(0);
}

function labelsOf(raster: Raster, path: string): MaskLabels {
  try {
    return maskLabels(raster);
  } catch (cause) {
    throw new Error(`${path}: ${(cause as Error).message}`, { cause });
  }
}

/** Numbers of objects agree by chance only. */
function checkObjects(p: Raster, t: Raster, pair: FilePair, { labels }: ScoreSettings): void {
  if (labels !== "classes" || !(p.objects || t.objects)) return;
  throw new Error(
    `${t.objects ? pair.truth : pair.predicted}: one file per object gives numbers of objects, not classes; match them with --labels instances, or score all as one class with --labels foreground`,
  );
}

/** Where one mask says that its third axis is time, the other's is, too. */
function framesOfBoth(p: Raster, t: Raster): readonly [Raster[], Raster[]] {
  const { frameDepth } = p.frames ? p : t;
  const timed = { frames: true, ...(frameDepth !== undefined && { frameDepth }) };
  return [framesOf({ ...p, ...timed }), framesOf({ ...t, ...timed })];
}

/** Frames in time, where both masks have as many; one where the third axis is depth. */
function frameCount(p: Raster, t: Raster): number {
  const timed = p.frames ? p : t;
  return timed.frames ? timed.depth / (timed.frameDepth ?? 1) : 1;
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
