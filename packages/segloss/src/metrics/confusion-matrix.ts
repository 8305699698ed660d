import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import type { Kind } from "../door/kind.ts";
import { ANY, BOOLEAN, FUNCTION, having, LABELS, RECORD } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import { shown } from "../door/shown.ts";
import type { FloatArray } from "../engines/engine.ts";
import { readFloats } from "../engines/read-floats.ts";
import type { LabelArray } from "../fields/grid.ts";
import { type Cells, cellsFor } from "./confusion-cells.ts";
import type { ConfusionJson } from "./confusion-json.ts";
import { readPairs } from "./label-pairs.ts";

export interface ConfusionOptions {
  /** Number of classes; labels are 0 to classes - 1. */
  readonly classes: number;
  /**
   * Labels of the truth whose pixels are left out of everything, whatever was predicted there. Where one of them is predicted
   * elsewhere, no class is, and the pixel is wrong.
   */
  readonly ignore?: number | readonly number[];
  /** Whether pixels have weights, which are added up without rounding. Default: false, each counts 1. */
  readonly weighted?: boolean;
}

/** Pixels counted by true and predicted class. Counts are exact, so any order gives the same. */
export interface ConfusionMatrix {
  readonly classes: number;
  readonly ignore: readonly number[];
  readonly weighted: boolean;
  /**
   * `counts[truth * classes + predicted]` pixels. Matrices of up to 2048 classes without weights keep them so; others make them
   * anew at each reading.
   *
   * @throws RangeError where there are more than 2048 classes; `forEach` has what occurs
   */
  readonly counts: Float64Array;
  /** Pixels of each true class for which an ignored label was predicted. */
  readonly unlabelled: Float64Array;
  /** Calls back for the pairs of classes that occur, in order of the true, then the predicted class. */
  forEach(visit: (truth: number, predicted: number, pixels: number) => void): void;
  /**
   * Counts the pixels of one more image, or of any part of one.
   *
   * @param ignored nonzero where a pixel is left out, besides those with an ignored label
   * @param weights what each pixel counts, 0 or more; for a weighted matrix only, where 1 each is the default
   * @throws RangeError when lengths differ or a label is out of range; then nothing was counted
   */
  add(predicted: LabelArray, truth: LabelArray, ignored?: LabelArray, weights?: FloatArray): ConfusionMatrix;
  /** Counts pixels by pairs of labels, as `labelPairs` finds them. */
  addPairs(
    pairs: Iterable<{ readonly truth: number; readonly predicted: number; readonly pixels: number }>,
  ): ConfusionMatrix;
  /** Adds the counts of another matrix of the same classes and ignored labels, which stays as it is. */
  merge(other: ConfusionMatrix): ConfusionMatrix;
  toJSON(): ConfusionJson;
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
  given: ConfusionOptions & { readonly weights?: FloatArray },
): ConfusionMatrix {
  check("confusionMatrix: options", given, RECORD);
  const { weights, ...options } = given;
  const { weighted = weights !== undefined } = options;
  return emptyConfusionMatrix({ ...options, weighted }).add(predicted, truth, undefined, weights);
}

/** A confusion matrix of no pixels, to which images are added one by one. */
export function emptyConfusionMatrix(options: ConfusionOptions): ConfusionMatrix {
  checkOptions("confusionMatrix", options, { classes: ANY, ignore: LABELS, weighted: BOOLEAN });
  const { classes, ignore = [], weighted = false } = options;
  checkClasses(classes);
  const ignoredLabels = typeof ignore === "number" ? [ignore] : [...new Set(ignore)].sort((a, b) => a - b);
  return new CountedCells(classes, ignoredLabels, weighted);
}

/** A class, since of objects with getters of their own each costs the host several kB. Methods may be taken off. */
class CountedCells implements ConfusionMatrix {
  readonly classes: number;
  readonly ignore: readonly number[];
  readonly weighted: boolean;
  readonly #cells: Cells;

  constructor(classes: number, ignore: readonly number[], weighted: boolean) {
    this.classes = classes;
    this.ignore = ignore;
    this.weighted = weighted;
    this.#cells = cellsFor(classes, ignore, weighted);
  }

  get counts(): Float64Array {
    return this.#cells.counts();
  }

  get unlabelled(): Float64Array {
    return this.#cells.unlabelled();
  }

  readonly forEach: ConfusionMatrix["forEach"] = (visit) => {
    check("forEach: visit", visit, FUNCTION);
    this.#cells.forEach((t, p, pixels) => {
      if (p < this.classes) visit(t, p, pixels);
    });
  };

  readonly add: ConfusionMatrix["add"] = (...maps) => {
    const [predicted, truth] = [readLabels("prediction", maps[0]), readLabels("truth", maps[1])];
    const ignored = maps[2] === undefined ? undefined : readLabels("ignored", maps[2]);
    const weights = maps[3] === undefined ? undefined : readFloats("weights", maps[3]);
    checkLengths(predicted, truth, ignored, weights);
    if (weights && !this.weighted)
      throw new RangeError("weights are for a matrix made with weighted: true; this one counts pixels");
    this.#cells.add(predicted, truth, ignored, weights);
    return this;
  };

  readonly addPairs: ConfusionMatrix["addPairs"] = (pairs) => {
    this.#cells.addPairs(readPairs("addPairs: pairs", pairs));
    return this;
  };

  readonly merge: ConfusionMatrix["merge"] = (other) => {
    check("merge: other", other, MATRIX);
    checkSameKind(this, other);
    this.#cells.addCells(other.toJSON());
    return this;
  };

  readonly toJSON: ConfusionMatrix["toJSON"] = () => jsonOf(this, this.#cells);
}

function jsonOf({ classes, ignore, weighted }: ConfusionMatrix, cells: Cells): ConfusionJson {
  const plain = cells.plain();
  if (plain) return { classes, ignore, counts: plain };
  return { classes, ignore, ...(weighted && { weighted }), counts: [], cells: cells.list() };
}

/**
 * The matrix that `toJSON` wrote.
 *
 * @throws RangeError when the value is something else
 */
export function confusionMatrixFromJson(json: ConfusionJson): ConfusionMatrix {
  checkOptions("confusionMatrixFromJson", json, JSON_OPTIONS);
  const { classes, ignore, weighted = false } = json;
  const matrix = emptyConfusionMatrix({ classes, ignore, weighted });
  checkJsonCounts(json);
  const same = { classes, ignore: matrix.ignore, weighted, forEach: matrix.forEach, toJSON: () => json };
  return matrix.merge(same as unknown as ConfusionMatrix);
}

function checkJsonCounts({ classes, counts, cells }: ConfusionJson): void {
  const whole = Array.isArray(counts) && counts.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (cells === undefined && !(whole && counts.length === classes * classes))
    throw new RangeError(
      `counts must be ${classes * classes} whole numbers, one per pair of the ${classes} classes`,
    );
  if (cells === undefined) return;
  if (!(whole && counts.length === 0))
    throw new RangeError(`counts must be an empty list beside cells, got ${shown(counts)}`);
  if (!(Array.isArray(cells) && cells.every((cell) => isCell(cell, classes))))
    throw new RangeError(`cells must be [truth, predicted, pixels] of the ${classes} classes`);
}

function isCell(cell: unknown, classes: number): boolean {
  if (!Array.isArray(cell) || !cell.every(Number.isFinite)) return false;
  const [t, p] = cell;
  return [t, p].every((c) => Number.isInteger(c) && c >= 0) && t < classes && p <= classes;
}

/** What has the counts of pixels by true and predicted class. */
export const MATRIX: Kind = {
  expected: "a confusion matrix",
  fits: (value) =>
    having("", "forEach", "toJSON").fits(value) &&
    Number.isInteger((value as ConfusionMatrix).classes) &&
    Array.isArray((value as ConfusionMatrix).ignore),
};

const JSON_OPTIONS = { classes: ANY, ignore: LABELS, weighted: BOOLEAN, counts: ANY, cells: ANY };

/** So many pairs of classes still have a number each. */
const MOST_CLASSES = 2 ** 26;

function checkClasses(classes: number): void {
  if (Number.isInteger(classes) && classes >= 1 && classes <= MOST_CLASSES) return;
  throw new RangeError(
    `classes must be the number of classes, 1 or more (at most ${MOST_CLASSES}), got ${shown(classes)}`,
  );
}

function checkLengths(
  predicted: LabelArray,
  truth: LabelArray,
  ignored: LabelArray | undefined,
  weights: FloatArray | undefined,
): void {
  if (predicted.length !== truth.length) {
    throw new RangeError(
      `prediction and truth must have the same pixels, got ${predicted.length} and ${truth.length} values`,
    );
  }
  if (ignored !== undefined && ignored.length !== truth.length) {
    throw new RangeError(`ignored must hold one value per pixel, ${truth.length}, got ${ignored.length}`);
  }
  if (weights !== undefined && weights.length !== truth.length) {
    throw new RangeError(`weights must hold one value per pixel, ${truth.length}, got ${weights.length}`);
  }
}

function checkSameKind(a: ConfusionMatrix, b: ConfusionMatrix): void {
  if (a.classes !== b.classes) {
    throw new RangeError(
      `only matrices of the same classes can be merged, got ${a.classes} and ${b.classes}`,
    );
  }
  if (b.weighted && !a.weighted)
    throw new RangeError("a matrix with weights cannot be merged into one without; make it weighted: true");
  if (a.ignore.join() !== b.ignore.join()) {
    throw new RangeError(
      `only matrices that ignore the same labels can be merged, got [${a.ignore.join(", ")}] and [${b.ignore.join(", ")}]`,
    );
  }
}
