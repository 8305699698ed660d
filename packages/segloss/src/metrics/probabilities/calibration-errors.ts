import type { CalibrationBin, WinnerSums } from "./calibration-bins.ts";

/** How far confidence and the share that is right are apart, over some bins. */
export interface CalibrationErrors {
  /** Weighted by the pixels of the bins: l1, ECE. */
  readonly expected: number;
  /** Root of the squares, weighted by the pixels: l2. */
  readonly rootMeanSquare: number;
  /** Mean over the bins that are not empty: ACE. */
  readonly average: number;
  /** The greatest: MCE. */
  readonly maximum: number;
}

export function calibrationErrors(bins: readonly CalibrationBin[]): CalibrationErrors {
  const filled = bins.filter(({ pixels }) => pixels > 0);
  const gaps = filled.map(({ pixels, right, confidence }) => Math.abs(right - confidence.value()) / pixels);
  const pixels = sum(filled.map((bin) => bin.pixels));
  return {
    expected: sum(filled.map((bin) => Math.abs(bin.right - bin.confidence.value()))) / pixels,
    rootMeanSquare: Math.sqrt(sum(gaps.map((gap, k) => gap * gap * filled[k].pixels)) / pixels),
    average: sum(gaps) / gaps.length,
    maximum: Math.max(...gaps),
  };
}

/** The mean of each error over the classes. */
export function meanErrors(classes: readonly CalibrationErrors[]): CalibrationErrors {
  const mean = (key: keyof CalibrationErrors) => sum(classes.map((one) => one[key])) / classes.length;
  return {
    expected: mean("expected"),
    rootMeanSquare: mean("rootMeanSquare"),
    average: mean("average"),
    maximum: mean("maximum"),
  };
}

/** Root mean square of the winner's probability less the share of its class in the truth. */
export function topLabelError(winners: readonly WinnerSums[]): number {
  const pixels = sum(winners.map((one) => one.pixels));
  const squares = winners.map((one) => {
    const share = one.pixels / pixels;
    return one.wins * share * share - 2 * share * one.confidence.value() + one.squares.value();
  });
  return Math.sqrt(Math.max(0, sum(squares)) / pixels);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
