import { mappedLabels, type Spacing, type Unit, type WhiteRole } from "@segloss/io";
import {
  type EmptyPolicy,
  emptyScore,
  type LabelPair,
  labelPairs,
  type MaskPair,
  scoreMatrix,
} from "segloss/metrics";
import { countedClasses, matrixOf, type ValuesOfCounts } from "./class-values.ts";
import { partOptions } from "./connectivities.ts";
import { coveredPart } from "./covered-part.ts";
import type { FileNote } from "./file-note.ts";
import type { FilePair } from "./file-pair.ts";
import { labelMaps } from "./label-maps.ts";
import { maskPair } from "./mask-pair.ts";
import type { MatchedMasks } from "./matched-masks.ts";
import { type MetricChoice, parametersOf } from "./metric-choice.ts";
import { type ObjectLists, objectLists } from "./object-lists.ts";
import { once } from "./once.ts";
import type { ScoreSettings } from "./score-settings.ts";
import { foundClasses, type ScoredClass, statedClasses, strangers } from "./scored-classes.ts";
import { settledLabels } from "./settled-labels.ts";
import { shortestDecimal } from "./shortest-decimal.ts";
import type { PairValues } from "./white-labels.ts";

/** The scores of one pair: some numbers, however large the files. */
export interface PairScore {
  readonly name: string;
  /** What was decided while its files were read. */
  readonly notes: readonly FileNote[];
  /** The values that the rule for 255 looks at, and what it gave for this pair. */
  readonly seen: PairValues;
  readonly white?: WhiteRole;
  /** Which labels met, without the ignored pixels. Ignored labels that were predicted are named in `ignored`. */
  readonly pairs: readonly LabelPair[];
  readonly ignored: readonly number[];
  /** Pixels of the image where segments overlap, so that `pairs` holds each of them once a class. */
  readonly overlapping?: number;
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
  /** Unit of distances, where the files state one. */
  readonly unit?: Unit;
  /** Names of classes that the truth states. */
  readonly names?: readonly (readonly [label: number, name: string])[];
}

/** Scores the masks of a pair, or of one frame of it. */
export function scorePair(
  pair: FilePair,
  masks: MatchedMasks,
  stated: ScoreSettings,
  choices: readonly MetricChoice[],
): PairScore {
  const read = settledLabels(pair, masks, stated);
  const { predicted: p, truth: t } = read;
  const settings = { ...stated, ignore: read.ignore };
  const maps = labelMaps(p, t, pair, settings);
  const [depth, height, width] = masks.counted?.size ?? [t.depth, t.height, t.width];
  const shape = depth > 1 ? [depth, height, width] : [height, width];
  // Also where no metric asks for parts: an option that does not fit is a mistake.
  partOptions(settings.parts, shape);
  const spacing = spacingOf(masks.spacing, pair, shape, settings.spacing);
  const left = new Set(maps.ignore);
  // Where labels are classes as they stand, looking for 255 has counted them already.
  const counted = settings.labels === "classes" ? read.met : undefined;
  const met = masks.counted
    ? labelPairs(maps.predicted, maps.truth, masks.counted.pixels)
    : (counted ?? labelPairs(maps.predicted, maps.truth));
  const pairs = met.some((one) => left.has(one.truth)) ? met.filter((one) => !left.has(one.truth)) : met;
  const classesStated = statedClasses(settings);
  const classes = classesStated ?? foundClasses(pairs, maps.ignore);
  checkLabels(classes, choices, pair);
  const known =
    pairs.length < met.length
      ? {
          known: mappedLabels(
            maps.truth,
            (label) => Number(!left.has(label)),
            new Uint8Array(maps.truth.length),
          ),
        }
      : {};
  const covered = once(() => coveredPart(maps.predicted, maps.truth, shape));
  const place = { shape, spacing, covered, ...known };
  // An image of ignored pixels alone has nothing that could be scored, whatever an empty class scores.
  const asked = pairs.length === 0 ? [] : choices;
  // Class by class, so that the masks of one class at a time are in memory.
  const ofClasses = classes.map((one) => {
    const mask = maskPair(one, maps, place, settings);
    const values = asked.map((choice) => maskValue(choice, one, mask, settings));
    const whole = maps.objects?.whole;
    return settings.objects ? { values, objects: objectLists(one.label, mask(), whole?.()) } : { values };
  });
  const ofCounts = once(() => countedClasses(pairs, classes));
  const image: ScoredImage = { pairs, ignore: maps.ignore, classes, ofCounts, settings };
  const results = choices.map((choice, m) =>
    asked.length === 0
      ? NOTHING
      : valuesOf(
          choice,
          image,
          ofClasses.map(({ values }) => values[m]),
        ),
  );
  return {
    ...{ name: pair.name, pairs, ignored: maps.ignore, things: maps.things ?? [] },
    notes: [...masks.notes, ...read.notes],
    seen: read.values,
    ...(read.role && { white: read.role }),
    ...(masks.spacing?.unit && { unit: masks.spacing.unit }),
    ...(t.names && { names: [...t.names] }),
    values: results.map((r) => r.value),
    ofClasses: results.map((r) => r.ofClasses),
    sums: results.map((r) => r.sums),
    strangers: classesStated ? strangers(pairs, classesStated, maps.ignore) : [],
    ...(settings.objects && { objects: ofClasses.flatMap(({ objects }) => objects ?? []) }),
  };
}

/** What the option says, else what the files say, else 1 along each axis. */
function spacingOf(
  found: Spacing | undefined,
  { truth }: FilePair,
  shape: readonly number[],
  given: readonly number[] | undefined,
): readonly number[] {
  if (given && given.length !== shape.length)
    throw new Error(`${truth}: --spacing has ${given.length} numbers for an image of ${shape.length} axes`);
  if (given) return given;
  return found?.along.slice(-shape.length).map(shortestDecimal) ?? shape.map(() => 1);
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
  readonly ofCounts: () => ValuesOfCounts;
  readonly settings: ScoreSettings;
}

interface Values {
  readonly value: number | null;
  readonly ofClasses: readonly (readonly [label: number | string, value: number])[];
  readonly sums: readonly (readonly [label: number | string, sums: readonly number[]])[];
}

const NOTHING: Values = { value: null, ofClasses: [], sums: [] };

/** What a metric of masks gives of one class: its value, undefined where skipped, and the numbers that add up over images. */
interface MaskValue {
  readonly value: number | undefined;
  readonly sums?: readonly number[];
}

/** undefined for other metrics. */
function maskValue(
  choice: MetricChoice,
  scored: ScoredClass,
  mask: () => MaskPair,
  { empty }: ScoreSettings,
): MaskValue | undefined {
  const { metric, parameters } = choice;
  if (metric.kind !== "mask") return undefined;
  const own = parametersOf(choice, scored) ?? parameters;
  if (!metric.sums) return { value: metric.from(mask(), own) };
  const sums = metric.sums.of(mask(), own);
  return { value: orEmpty(metric.sums.value(sums, own), empty), sums };
}

function valuesOf(
  choice: MetricChoice,
  { classes, pairs, ignore, settings, ofCounts }: ScoredImage,
  ofMasks: readonly (MaskValue | undefined)[],
): Values {
  const { metric, parameters } = choice;
  if (metric.kind === "matrix") {
    const labels = [
      0,
      ...[...(statedClasses(settings) ?? []), ...foundClasses(pairs, ignore)].flatMap((c) => c.labels),
    ];
    return { ...NOTHING, value: scoreMatrix(metric, matrixOf(pairs, labels, ignore), parameters) ?? null };
  }
  if (classes.length === 0) return NOTHING;
  const values =
    metric.kind === "counts" ? ofCounts()(choice, settings.empty) : ofMasks.map((one) => one?.value);
  const ofClasses = classes.flatMap(({ label }, k) =>
    values[k] === undefined ? [] : [[label, values[k]] as const],
  );
  const sums = ofMasks.flatMap((one, k) => (one?.sums ? [[classes[k].label, one.sums] as const] : []));
  return { value: meanOf(ofClasses.map(([, value]) => value)), ofClasses, sums };
}

/** What a class without a pixel in either mask scores. */
export function orEmpty(value: number, empty: EmptyPolicy): number | undefined {
  return Number.isNaN(value) ? emptyScore(empty) : value;
}

function meanOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted.reduce((a, b) => a + b, 0) / sorted.length;
}
