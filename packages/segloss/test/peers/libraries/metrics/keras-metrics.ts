import { confusionMatrix, jaccardIndex, score } from "segloss/metrics";
import { type LabelPair, labelsOf } from "../../metric-call.ts";
import { type PeerCase, valuesOf, type WrittenArray } from "../../peer-case.ts";
import type { Convention, PeerLibrary } from "../../peer-library.ts";

interface Options {
  readonly num_classes?: number;
  readonly target_class_ids?: readonly number[];
  readonly ignore_class?: number;
  readonly threshold?: number;
  readonly sparse_y_true?: boolean;
  readonly sparse_y_pred?: boolean;
}

/** The mean IoU of the classes that are there. */
function meanIou(each: PeerCase, { predicted, truth }: LabelPair): number {
  const { num_classes: classes = 2, target_class_ids, ignore_class } = each.options as Options;
  const ignore = ignore_class === undefined ? {} : { ignore: ignore_class };
  const matrix = confusionMatrix(predicted, truth, { classes, ...ignore, ...weightsOf(each, truth.length) });
  return (
    score(jaccardIndex, matrix, {
      ...(target_class_ids && { classes: target_class_ids }),
      empty: "skip",
    }).value ?? Number.NaN
  );
}

/** Keras' sample_weight: one for all, one a row, or one a pixel. */
function weightsOf({ sample_weight: weight }: PeerCase, pixels: number) {
  if (weight === undefined || weight === null) return {};
  const given = typeof weight === "number" ? [weight] : weight;
  return {
    weights: Float64Array.from({ length: pixels }, (_, i) => given[Math.floor((i * given.length) / pixels)]),
  };
}

/** Labels of one-hot rows: the largest of each. */
function largest({ shape, ...array }: WrittenArray): Int32Array {
  const values = valuesOf({ shape, ...array });
  const classes = shape[shape.length - 1];
  return Int32Array.from({ length: values.length / classes }, (_, i) => {
    const row = values.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
}

/** Labels, or of rows of scores the class of the largest. */
function labelRows(each: PeerCase, which: "predicted" | "truth", isSparse: unknown): Int32Array {
  const array = each[which] as WrittenArray;
  return isSparse === true ? Int32Array.from(valuesOf(array)) : largest(array);
}

const rows =
  (sparsePrediction: boolean, sparseTruth: boolean) =>
  (each: PeerCase): number => {
    const { sparse_y_pred = sparsePrediction, sparse_y_true = sparseTruth } = each.options as Options;
    const truth = labelRows(each, "truth", sparse_y_true);
    const predicted = labelRows(each, "predicted", sparse_y_pred);
    return meanIou(each, { predicted, truth, shape: [truth.length] });
  };

function binary(each: PeerCase): number {
  const { threshold = 0.5 } = each.options as Options;
  const probabilities = valuesOf(each.predicted as WrittenArray);
  const predicted = Int32Array.from(probabilities, (p) => Number(p >= threshold));
  return meanIou(each, { ...labelsOf(each), predicted });
}

const OUT_OF_RANGE: Convention = {
  why: "labels out of range are dropped there; here they are an error",
  applies: (each) => {
    const { num_classes: classes = 2 } = each.options as Options;
    const { predicted, truth } = labelsOf(each);
    return [...predicted, ...truth].some((label) => label < 0 || label >= classes);
  },
  here: /label/,
};

const NO_PIXELS: Convention = {
  why: "without a pixel 0 there; no value here",
  applies: ({ truth }) => truth?.shape[0] === 0,
  here: () => Number.NaN,
};

export const kerasMetricsCases: PeerLibrary = {
  suite: "keras-metrics",
  calls: {
    IoU: rows(true, true),
    MeanIoU: rows(true, true),
    BinaryIoU: binary,
    OneHotIoU: rows(false, false),
    OneHotMeanIoU: rows(false, false),
  },
  conventions: [OUT_OF_RANGE, NO_PIXELS],
};
