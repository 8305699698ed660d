import { confusionMatrix, jaccardIndex, score } from "segloss/metrics";
import { type LabelPair, labelsOf } from "../../metric-call.ts";
import { type PeerCase, valuesOf, type WrittenArray } from "../../peer-case.ts";
import { type Convention, notExpressible, type PeerLibrary } from "../../peer-library.ts";

interface Options {
  readonly num_classes?: number;
  readonly target_class_ids?: readonly number[];
  readonly ignore_class?: number;
  readonly threshold?: number;
}

/** The mean IoU of the classes that are there. */
function meanIou(each: PeerCase, { predicted, truth }: LabelPair): number {
  if (each.sample_weight !== undefined) notExpressible("a weight per pixel");
  const { num_classes: classes = 2, target_class_ids, ignore_class } = each.options as Options;
  const ignore = ignore_class === undefined ? {} : { ignore: ignore_class };
  const matrix = confusionMatrix(predicted, truth, { classes, ...ignore });
  return (
    score(jaccardIndex, matrix, {
      ...(target_class_ids && { classes: target_class_ids }),
      empty: "skip",
    }).value ?? Number.NaN
  );
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

function oneHot(each: PeerCase): number {
  const [predicted, truth] = [each.predicted, each.truth].map((array) => largest(array as WrittenArray));
  return meanIou(each, { predicted, truth, shape: [truth.length] });
}

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
    IoU: (each) => meanIou(each, labelsOf(each)),
    MeanIoU: (each) => meanIou(each, labelsOf(each)),
    BinaryIoU: binary,
    OneHotIoU: oneHot,
    OneHotMeanIoU: oneHot,
  },
  conventions: [OUT_OF_RANGE, NO_PIXELS],
};
