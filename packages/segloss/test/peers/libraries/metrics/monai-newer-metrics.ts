import { calibration } from "segloss/metrics";
import { named } from "../../metric-call.ts";
import { type Nested, type PeerCase, valuesOf, type WrittenArray } from "../../peer-case.ts";
import type { PeerLibrary } from "../../peer-library.ts";
import { reduced } from "./monai-channels.ts";

const REDUCTIONS = {
  expected: "expectedCalibrationError",
  average: "averageCalibrationError",
  maximum: "maximumCalibrationError",
} as const;

/** Of each class of each image: [images, classes, ...] of probabilities and of a one-hot truth. */
function calibrationError(each: PeerCase): Nested {
  const { num_bins = 20, calibration_reduction = "expected", metric_reduction } = each.options;
  const { include_background = true } = each.options;
  const { shape } = each.truth as WrittenArray;
  const [predicted, truth] = [each.predicted, each.truth].map((array) => valuesOf(array as WrittenArray));
  const size = shape.slice(2).reduce((a, b) => a * b, 1);
  const ofChannel = (channel: number): number => {
    const [p, t] = [predicted, truth].map((all) => all.subarray(channel * size, (channel + 1) * size));
    const one = calibration({ classes: 1, of: "class", bins: Number(num_bins) }).add(p, Int32Array.from(t));
    return one.scores()?.[named(REDUCTIONS, calibration_reduction)] ?? Number.NaN;
  };
  const values = Array.from({ length: shape[0] }, (_, image) =>
    Array.from({ length: shape[1] }, (_, c) => ofChannel(image * shape[1] + c)),
  );
  // The tests look at every value where they name no reduction.
  return reduced(
    values.map((row) => row.slice(include_background ? 0 : 1)),
    metric_reduction as string | undefined,
  );
}

export const monaiNewerMetricsCases: PeerLibrary = {
  suite: "monai-newer-metrics",
  calls: { CalibrationErrorMetric: calibrationError },
};
