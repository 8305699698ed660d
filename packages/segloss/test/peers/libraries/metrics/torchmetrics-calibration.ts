import { calibration } from "segloss/metrics";
import { labelsOf, named } from "../../metric-call.ts";
import { type PeerCase, valuesOf, type WrittenArray } from "../../peer-case.ts";
import type { PeerLibrary } from "../../peer-library.ts";

const NORMS = { l1: "expectedCalibrationError", max: "maximumCalibrationError" } as const;

function ofConfidence(each: PeerCase): number {
  const probabilities = each.probabilities as WrittenArray;
  const { truth } = labelsOf({ ...each, predicted: each.truth as WrittenArray });
  const all = calibration({ classes: probabilities.shape[1], bins: Number(each.options.n_bins) });
  const scores = all.add(valuesOf(probabilities), truth).scores();
  return scores?.[named(NORMS, each.options.norm)] ?? Number.NaN;
}

export const torchmetricsCalibrationCases: PeerLibrary = {
  suite: "torchmetrics-calibration",
  calls: { multiclass_calibration_error: ofConfidence },
};
