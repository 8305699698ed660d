import { calibration } from "segloss/metrics";
import { named, probabilitiesOf } from "../../metric-call.ts";
import type { PeerCall, PeerLibrary } from "../../peer-library.ts";

const NORMS = {
  l1: "expectedCalibrationError",
  l2: "rootMeanSquareCalibrationError",
  max: "maximumCalibrationError",
} as const;

/** Of the label that wins among several, of the probability itself where there is one. */
const error =
  (of: "winner" | "class"): PeerCall =>
  (each) => {
    const { probabilities, truth, classes } = probabilitiesOf(each);
    const { n_bins = 15, norm = "l1", ignore_index } = each.options;
    const all = calibration({
      ...{ classes, of, bins: Number(n_bins), edges: "upper" },
      ...(typeof ignore_index === "number" && { ignore: ignore_index }),
    });
    return all.add(probabilities, truth).scores()?.[named(NORMS, norm)] ?? Number.NaN;
  };

export const torchmetricsCalibrationCases: PeerLibrary = {
  suite: "torchmetrics-calibration",
  calls: {
    multiclass_calibration_error: error("winner"),
    binary_calibration_error: error("class"),
    MulticlassCalibrationError: error("winner"),
    BinaryCalibrationError: error("class"),
  },
};
