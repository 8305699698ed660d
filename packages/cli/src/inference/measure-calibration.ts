import { calibration } from "segloss/metrics";
import type { ImageEvidence } from "../compare/protocol/trial.ts";
import { classProbabilities } from "./class-probabilities.ts";
import type { MeasuredTruth } from "./measured-truth.ts";

const BINS = 15;

/** Confidence against being right, of the class that wins. */
export function measureCalibration(
  logits: Float32Array,
  outputs: number,
  { mask }: Pick<MeasuredTruth, "mask">,
  ignore: number | undefined,
): Pick<ImageEvidence, "ece" | "bins"> {
  const measured = calibration({ classes: outputs, bins: BINS, ...(ignore !== undefined && { ignore }) });
  measured.add(classProbabilities(logits, outputs), mask);
  return {
    // Without a pixel nothing is wrong.
    ece: measured.scores()?.expectedCalibrationError ?? 0,
    bins: measured.bins.map(({ pixels, confidence, right }) => [pixels, confidence.value(), right] as const),
  };
}
