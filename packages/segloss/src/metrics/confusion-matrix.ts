import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import type { Kind } from "../door/kind.ts";
import { ANY, LABELS } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import { shown } from "../door/shown.ts";
import type { LabelArray } from "../fields/grid.ts";
import { countBytePairs, foldBytePairs } from "./count-byte-pairs.ts";

export interface ConfusionOptions {
  /** Number of classes; labels are 0 to classes - 1. */
  readonly classes: number;
  /** Labels of the truth whose pixels are left out of everything, whatever was predicted there. */
  readonly ignore?: number | readonly number[];
}

/** Pixels counted by true and predicted class. Counts are whole and exact, so any order gives the same. */
export interface ConfusionMatrix {
  readonly classes: number;
  readonly ignore: readonly number[];
  /** `counts[truth * classes + predicted]` pixels. */
  readonly counts: Float64Array;
  /**
   * Counts the pixels of one more image, or of any part of one.
   *
   * @param ignored nonzero where a pixel is left out, besides those with an ignored label
   * @throws RangeError when lengths differ or a label is out of range; then nothing was counted
   */
  add(predicted: LabelArray, truth: LabelArray, ignored?: LabelArray): ConfusionMatrix;
  /** Adds the counts of another matrix of the same classes and ignored labels, which stays as it is. */
  merge(other: ConfusionMatrix): ConfusionMatrix;
  toJSON(): ConfusionJson;
}

export interface ConfusionJson {
  readonly classes: number;
  readonly ignore: readonly number[];
  readonly counts: readonly number[];
}

/**
 * The confusion matrix of a predicted and a true label map of the same, arbitrary, shape.
 *
 * @throws RangeError when lengths differ or a label is neither a class nor ignored
 *
 * @example confusionMatrix(new Uint8Array([0, 1, 1]), new Uint8Array([0, 0, 1]), { classes: 2 }).counts // 1, 1, 0, 1
 */
export function confusionMatrix(
  predicted: LabelArray,
  truth: LabelArray,
  options: ConfusionOptions,
): ConfusionMatrix {
  return emptyConfusionMatrix(options).add(predicted, truth);
}

/** A confusion matrix of no pixels, to which images are added one by one. */
export function emptyConfusionMatrix(options: ConfusionOptions): ConfusionMatrix {
  checkOptions("confusionMatrix", options, { classes: ANY, ignore: LABELS });
  const { classes, ignore = [] } = options;
  checkClasses(classes);
  const ignoredLabels = typeof ignore === "number" ? [ignore] : [...new Set(ignore)].sort((a, b) => a - b);
  const counts = emptyCounts(classes);
  const matrix: ConfusionMatrix = {
    classes,
    ignore: ignoredLabels,
    counts,
    add(...maps) {
      const [predicted, truth] = [readLabels("prediction", maps[0]), readLabels("truth", maps[1])];
      const ignored = maps[2] === undefined ? undefined : readLabels("ignored", maps[2]);
      checkLengths(predicted, truth, ignored);
      const found = countPixels(predicted, truth, ignored, classes, ignoredLabels);
      for (let i = 0; i < counts.length; i++) counts[i] += found[i];
      return matrix;
    },
    merge(other) {
      check("merge: other", other, MATRIX);
      checkSameKind(matrix, other);
      for (let i = 0; i < counts.length; i++) counts[i] += other.counts[i];
      return matrix;
    },
    toJSON: () => ({ classes, ignore: ignoredLabels, counts: [...counts] }),
  };
  return matrix;
}

/**
 * The matrix that `toJSON` wrote.
 *
 * @throws RangeError when the value is something else
 */
export function confusionMatrixFromJson(json: ConfusionJson): ConfusionMatrix {
  checkOptions("confusionMatrixFromJson", json, { classes: ANY, ignore: LABELS, counts: ANY });
  const { classes, ignore, counts } = json;
  const matrix = emptyConfusionMatrix({ classes, ignore });
  const whole = Array.isArray(counts) && counts.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (!whole || counts.length !== classes * classes) {
    throw new RangeError(
      `counts must be ${classes * classes} whole numbers, one per pair of the ${classes} classes`,
    );
  }
  matrix.counts.set(counts);
  return matrix;
}

/** What has the counts of pixels by true and predicted class. */
export const MATRIX: Kind = {
  expected: "a confusion matrix",
  fits: (value) =>
    Number.isInteger((value as Partial<ConfusionMatrix> | null)?.classes) &&
    Array.isArray((value as Partial<ConfusionMatrix>).ignore) &&
    (value as Partial<ConfusionMatrix>).counts instanceof Float64Array,
};

function emptyCounts(classes: number): Float64Array {
  try {
    return new Float64Array(classes * classes);
  } catch {
    throw new RangeError(`classes must be few enough for a table of all their pairs, got ${classes}`);
  }
}

/** Fewer pixels than this do not pay for the table of all pairs of bytes. */
const TABLE_PAYS = 16384;

function countPixels(
  predicted: LabelArray,
  truth: LabelArray,
  ignored: LabelArray | undefined,
  classes: number,
  ignoredLabels: readonly number[],
): Float64Array {
  const bytes = predicted instanceof Uint8Array && truth instanceof Uint8Array && !ignored;
  if (bytes && truth.length >= TABLE_PAYS) {
    const counts = foldBytePairs(countBytePairs(predicted, truth), classes, ignoredLabels);
    // Labels out of range: the loop below finds the first one and says where it is.
    if (counts) return counts;
  }
  const counts = new Float64Array(classes * classes);
  for (let i = 0; i < truth.length; i++) {
    const t = truth[i];
    const p = predicted[i];
    if (ignored !== undefined && ignored[i] !== 0) continue;
    if (t >= 0 && t < classes && p >= 0 && p < classes) counts[t * classes + p]++;
    else if (!ignoredLabels.includes(t)) throw outOfRange(t, p, i, classes);
  }
  for (const label of ignoredLabels) {
    if (label >= 0 && label < classes) counts.fill(0, label * classes, (label + 1) * classes);
  }
  return counts;
}

function outOfRange(truth: number, predicted: number, index: number, classes: number): RangeError {
  const inTruth = !(truth >= 0 && truth < classes);
  const [where, label] = inTruth ? ["truth", truth] : ["prediction", predicted];
  const remedy = inTruth ? "; raise classes, or name the label in ignore" : "";
  return new RangeError(
    `label ${label} of the ${where} at index ${index} is not one of the ${classes} classes 0 to ${classes - 1}${remedy}`,
  );
}

function checkClasses(classes: number): void {
  if (Number.isInteger(classes) && classes >= 1) return;
  throw new RangeError(`classes must be the number of classes, 1 or more, got ${shown(classes)}`);
}

function checkLengths(predicted: LabelArray, truth: LabelArray, ignored: LabelArray | undefined): void {
  if (predicted.length !== truth.length) {
    throw new RangeError(
      `prediction and truth must have the same pixels, got ${predicted.length} and ${truth.length} values`,
    );
  }
  if (ignored !== undefined && ignored.length !== truth.length) {
    throw new RangeError(`ignored must hold one value per pixel, ${truth.length}, got ${ignored.length}`);
  }
}

function checkSameKind(a: ConfusionMatrix, b: ConfusionMatrix): void {
  if (a.classes !== b.classes) {
    throw new RangeError(
      `only matrices of the same classes can be merged, got ${a.classes} and ${b.classes}`,
    );
  }
  if (a.ignore.join() !== b.ignore.join()) {
    throw new RangeError(
      `only matrices that ignore the same labels can be merged, got [${a.ignore.join(", ")}] and [${b.ignore.join(", ")}]`,
    );
  }
}
