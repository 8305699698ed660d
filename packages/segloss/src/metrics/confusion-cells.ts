import type { FloatArray } from "../engines/engine.ts";
import type { LabelArray } from "../fields/grid.ts";
import { cellSums } from "./cell-sums.ts";
import type { ConfusionJson } from "./confusion-json.ts";
import { countBytePairs, foldBytePairs } from "./count-byte-pairs.ts";
import { type ExactSum, exactSum } from "./exact-sum.ts";

interface Pair {
  readonly truth: number;
  readonly predicted: number;
  readonly pixels: number;
}

/** Where a confusion matrix keeps its counts. The column after the classes is that of ignored labels. */
export interface Cells {
  add(
    predicted: LabelArray,
    truth: LabelArray,
    ignored: LabelArray | undefined,
    weights: FloatArray | undefined,
  ): void;
  addPairs(pairs: readonly Pair[]): void;
  addCells(json: ConfusionJson): void;
  forEach(visit: (truth: number, predicted: number, pixels: number) => void): void;
  counts(): Float64Array;
  unlabelled(): Float64Array;
  /** All counts, where they are whole and no ignored label was predicted. */
  plain(): readonly number[] | undefined;
  /** What is not 0, with the parts of the sums. */
  list(): readonly (readonly number[])[];
}

/** The most classes of a matrix that is kept whole: 32 MiB. */
const MOST_WHOLE = 2048;

export function cellsFor(classes: number, ignore: readonly number[], weighted: boolean): Cells {
  return weighted || classes > MOST_WHOLE
    ? sparseCells(classes, ignore, weighted)
    : wholeCells(classes, ignore);
}

function wholeCells(classes: number, ignore: readonly number[]): Cells {
  const counts = new Float64Array(classes * classes);
  const unlabelled = new Float64Array(classes);
  const addAt = (t: number, p: number, pixels: number) => {
    if (p < classes) counts[t * classes + p] += pixels;
    else unlabelled[t] += pixels;
  };
  const cells: Cells = {
    add(predicted, truth, ignored) {
      const found = countPixels(predicted, truth, ignored, classes, ignore);
      for (let i = 0; i < counts.length; i++) counts[i] += found.counts[i];
      for (let t = 0; t < classes; t++) unlabelled[t] += found.unlabelled[t];
    },
    addPairs(pairs) {
      for (const cell of placed(pairs, classes, ignore)) addAt(...cell);
    },
    addCells(json) {
      json.counts.forEach((pixels, i) => {
        counts[i] += pixels;
      });
      for (const [t, p, pixels] of json.cells ?? []) addAt(t, p, pixels);
    },
    forEach(visit) {
      for (let t = 0, i = 0; t < classes; t++) {
        for (let p = 0; p < classes; p++, i++) if (counts[i] > 0) visit(t, p, counts[i]);
        if (unlabelled[t] > 0) visit(t, classes, unlabelled[t]);
      }
    },
    counts: () => counts,
    unlabelled: () => unlabelled,
    plain: () => (unlabelled.every((pixels) => pixels === 0) ? [...counts] : undefined),
    list() {
      const list: number[][] = [];
      cells.forEach((...cell) => {
        list.push(cell);
      });
      return list;
    },
  };
  return cells;
}

function sparseCells(classes: number, ignore: readonly number[], weighted: boolean): Cells {
  const sums = cellSums(weighted);
  const cells: Cells = {
    add(predicted, truth, ignored, weights) {
      for (const pair of weighedPairs(predicted, truth, ignored, weights, classes, ignore))
        sums.add(pair.truth, pair.predicted, pair.pixels);
    },
    addPairs(pairs) {
      for (const cell of placed(pairs, classes, ignore)) sums.add(...cell);
    },
    addCells(json) {
      json.counts.forEach((pixels, i) => {
        if (pixels > 0) sums.add(Math.floor(i / classes), i % classes, pixels);
      });
      for (const [t, p, ...parts] of json.cells ?? []) for (const part of parts) sums.add(t, p, part);
    },
    forEach: sums.forEach,
    counts() {
      if (classes > MOST_WHOLE)
        throw new RangeError(
          `counts of ${classes} classes would be ${classes * classes} numbers; read those that occur with forEach`,
        );
      const counts = new Float64Array(classes * classes);
      sums.forEach((t, p, pixels) => {
        if (p < classes) counts[t * classes + p] = pixels;
      });
      return counts;
    },
    unlabelled: () => Float64Array.from({ length: classes }, (_, t) => sums.at(t, classes)),
    plain: () => undefined,
    list: sums.list,
  };
  return cells;
}

/** Fewer pixels than this do not pay for the table of all pairs of bytes. */
const TABLE_PAYS = 16384;

interface Counted {
  readonly counts: Float64Array;
  readonly unlabelled: Float64Array;
}

function countPixels(
  predicted: LabelArray,
  truth: LabelArray,
  ignored: LabelArray | undefined,
  classes: number,
  ignoredLabels: readonly number[],
): Counted {
  const unlabelled = new Float64Array(classes);
  const bytes = predicted instanceof Uint8Array && truth instanceof Uint8Array && !ignored;
  if (bytes && truth.length >= TABLE_PAYS) {
    const counts = foldBytePairs(countBytePairs(predicted, truth), classes, ignoredLabels);
    // Labels out of range: the loop below finds the first one and says where it is.
    if (counts) return { counts, unlabelled };
  }
  const counts = new Float64Array(classes * classes);
  for (let i = 0; i < truth.length; i++) {
    const t = truth[i];
    const p = predicted[i];
    if (ignored !== undefined && ignored[i] !== 0) continue;
    if (t >= 0 && t < classes && p >= 0 && p < classes) counts[t * classes + p]++;
    else if (ignoredLabels.includes(t)) continue;
    else if (t >= 0 && t < classes && ignoredLabels.includes(p)) unlabelled[t]++;
    else throw outOfRange(t, p, i, classes);
  }
  for (const label of ignoredLabels) {
    if (!(label >= 0 && label < classes)) continue;
    counts.fill(0, label * classes, (label + 1) * classes);
    unlabelled[label] = 0;
  }
  return { counts, unlabelled };
}

/** Pairs with their exact sums in few numbers; all labels are looked at before anything is counted. */
function* weighedPairs(
  predicted: LabelArray,
  truth: LabelArray,
  ignored: LabelArray | undefined,
  weights: FloatArray | undefined,
  classes: number,
  ignoredLabels: readonly number[],
): Generator<Pair> {
  const left = new Set(ignoredLabels);
  const sums = new Map<number, ExactSum>();
  for (let i = 0; i < truth.length; i++) {
    const t = truth[i];
    if (left.has(t) || (ignored !== undefined && ignored[i] !== 0)) continue;
    const p = columnOf(predicted[i], classes, left);
    if (!(t >= 0 && t < classes) || p < 0) throw outOfRange(t, predicted[i], i, classes);
    const weight = weights ? checkedWeight(weights[i], i) : 1;
    const key = t * (classes + 1) + p;
    const sum = sums.get(key) ?? exactSum();
    sums.set(key, sum.add(weight));
  }
  for (const [key, sum] of sums) {
    const p = key % (classes + 1);
    for (const pixels of sum.toJSON()) yield { truth: (key - p) / (classes + 1), predicted: p, pixels };
  }
}

function columnOf(predicted: number, classes: number, ignored: ReadonlySet<number>): number {
  if (predicted >= 0 && predicted < classes) return predicted;
  return ignored.has(predicted) ? classes : -1;
}

function placed(
  pairs: readonly Pair[],
  classes: number,
  ignore: readonly number[],
): [number, number, number][] {
  const left = new Set(ignore);
  return pairs
    .filter(({ truth }) => !left.has(truth))
    .map(({ truth, predicted, pixels }) => {
      const p = columnOf(predicted, classes, left);
      if (truth >= 0 && truth < classes && p >= 0) return [truth, p, pixels];
      throw new RangeError(
        `labels ${truth} (truth) and ${predicted} (prediction) must be classes, 0 to ${classes - 1}, or ignored`,
      );
    });
}

function checkedWeight(weight: number, index: number): number {
  if (weight >= 0 && Number.isFinite(weight)) return weight;
  throw new RangeError(`weight ${weight} at index ${index} must be a number, 0 or more`);
}

function outOfRange(truth: number, predicted: number, index: number, classes: number): RangeError {
  const inTruth = !(truth >= 0 && truth < classes);
  const [where, label] = inTruth ? ["truth", truth] : ["prediction", predicted];
  const remedy = inTruth ? "; raise classes, or name the label in ignore" : "";
  return new RangeError(
    `label ${label} of the ${where} at index ${index} is not one of the ${classes} classes 0 to ${classes - 1}${remedy}`,
  );
}
