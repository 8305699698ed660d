import { check } from "../door/check.ts";
import type { Kind } from "../door/kind.ts";
import { listOf } from "../door/kinds.ts";
import { type ConfusionMatrix, MATRIX } from "./confusion-matrix.ts";

/** One class against the rest, in pixels. */
export interface ClassCounts {
  /** predicted and true */
  readonly tp: number;
  /** predicted, not true */
  readonly fp: number;
  /** true, not predicted */
  readonly fn: number;
  /** neither */
  readonly tn: number;
}

/** The counts of every class of a confusion matrix, class 0 first. */
export function classCounts(matrix: ConfusionMatrix): ClassCounts[] {
  check("classCounts: matrix", matrix, MATRIX);
  const { classes } = matrix;
  const inTruth = Float64Array.from(matrix.unlabelled);
  const inPrediction = new Float64Array(classes);
  const inBoth = new Float64Array(classes);
  matrix.forEach((t, p, pixels) => {
    inTruth[t] += pixels;
    inPrediction[p] += pixels;
    if (t === p) inBoth[t] = pixels;
  });
  const pixels = inTruth.reduce((a, b) => a + b, 0);
  return Array.from(inTruth, (truth, c) => {
    const tp = inBoth[c];
    const fp = inPrediction[c] - tp;
    return { tp, fp, fn: truth - tp, tn: pixels - truth - fp };
  });
}

export const COUNTS: Kind = listOf(
  {
    expected: "{ tp, fp, fn, tn }",
    fits: (c) =>
      ["tp", "fp", "fn", "tn"].every((name) => ((c as Record<string, number> | null)?.[name] as number) >= 0),
  },
  "a list of counts { tp, fp, fn, tn }",
);

/** The counts of several classes as if they were one: each pixel counts once per class. */
export function pooledCounts(classes: readonly ClassCounts[]): ClassCounts {
  check("pooledCounts: classes", classes, COUNTS);
  return classes.reduce((a, b) => ({ tp: a.tp + b.tp, fp: a.fp + b.fp, fn: a.fn + b.fn, tn: a.tn + b.tn }), {
    tp: 0,
    fp: 0,
    fn: 0,
    tn: 0,
  });
}
