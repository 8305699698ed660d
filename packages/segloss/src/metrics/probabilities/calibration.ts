import { check } from "../../door/check.ts";
import { checkOptions as checkDoor } from "../../door/check-options.ts";
import type { Kind } from "../../door/kind.ts";
import { ANY, LABELS, RECORD } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import { shown } from "../../door/shown.ts";
import type { FloatArray } from "../../engines/engine.ts";
import { readFloats } from "../../engines/read-floats.ts";
import type { LabelArray } from "../../fields/grid.ts";
import { type ExactSum, exactSum } from "../exact-sum.ts";
import type { CalibrationBin, CalibrationOptions, WinnerSums } from "./calibration-bins.ts";
import {
  type CalibrationErrors,
  calibrationErrors,
  meanErrors,
  topLabelError,
} from "./calibration-errors.ts";
import { type ImageCalibration, measureCalibration } from "./measure-calibration.ts";

/** How probabilities and labels go together, over any number of images. Memory: some numbers a bin. */
export interface Calibration {
  /**
   * Adds an image.
   *
   * @param probabilities `classes` per pixel, or of the foreground where `classes` is 1
   * @param truth a label per pixel
   * @throws RangeError when they do not fit, or a value is no probability; then nothing was added
   */
  add(probabilities: FloatArray, truth: LabelArray): Calibration;
  /** Adds what another one of the same options holds; any order of adding and merging gives the same. */
  merge(other: Calibration): Calibration;
  /** undefined without a pixel. */
  scores(): ProbabilityScores | undefined;
  /**
   * Pixels, right ones and the sum of the confidence in each bin, for reliability diagrams and merging; `of: "class"` has those
   * of class 0 first, then those of class 1.
   */
  readonly bins: readonly CalibrationBin[];
  /** Sums over pixels; `impossible` counts those whose true class had probability 0. */
  readonly sums: { readonly brier: ExactSum; readonly logLoss: ExactSum; readonly impossible: ExactSum };
  /** By class: its pixels, those where it wins, and of these the sums of the greatest probability and of its square. */
  readonly winners: readonly WinnerSums[];
  readonly options: Required<CalibrationOptions>;
}

export interface ProbabilityScores {
  readonly pixels: number;
  /** Mean over pixels of the squared differences to the one-hot truth; of one probability (p - y)^2. */
  readonly brier: number;
  /** Mean of -log of the true class's probability, natural logarithm; Infinity where it was 0. */
  readonly logLoss: number;
  /** |right - confidence| of the bins, weighted by their pixels (l1). With `of: "class"` the mean over the classes, as below. */
  readonly expectedCalibrationError: number;
  /** Root of the squares of the same, weighted by the pixels (l2). */
  readonly rootMeanSquareCalibrationError: number;
  /** Mean of the same over the bins that are not empty. */
  readonly averageCalibrationError: number;
  /** The greatest |right - confidence| of a bin that is not empty. */
  readonly maximumCalibrationError: number;
  /** Root mean square difference of the winner's probability and how common its class is. */
  readonly topLabelCalibrationError: number;
  /** Of each class where `of` is "class", undefined elsewhere. */
  readonly classes: readonly CalibrationErrors[] | undefined;
}

const OPTIONS = { classes: ANY, ignore: LABELS, bins: ANY, of: ANY, edges: ANY };

const CALIBRATION: Kind = {
  expected: "a calibration",
  fits: (value) =>
    Array.isArray((value as Partial<Calibration> | null)?.bins) && RECORD.fits((value as Calibration).sums),
};

/**
 * Brier score, log loss and calibration errors of probabilities. Confidence is the greatest probability
 * of a pixel; of one probability, the greater of p and 1 - p. A probability on the edge of two bins is in
 * the lower one.
 *
 * G. W. Brier, Monthly Weather Review 78, 1950; C. Guo and others, "On Calibration of Modern Neural
 * Networks", ICML 2017, https://arxiv.org/abs/1706.04599; of classes A. Kumar and others, "Verified Uncertainty
 * Calibration", NeurIPS 2019, https://arxiv.org/abs/1909.10155
 */
export function calibration(given: CalibrationOptions): Calibration {
  checkDoor("calibration", given, OPTIONS);
  const { classes, ignore = [], bins: binCount = 15, of = "winner", edges = "lower" } = given;
  const options = { classes, ignore, bins: binCount, of, edges };
  checkOptions(options);
  const lists = options.of === "class" ? options.classes : 1;
  const bins = Array.from({ length: options.bins * lists }, emptyBin);
  const sums = { brier: exactSum(), logLoss: exactSum(), impossible: exactSum() };
  const winners = Array.from({ length: Math.max(2, options.classes) }, emptyWinner);
  const all: Calibration = {
    ...{ options, bins, sums, winners },
    add(probabilities, truth) {
      addImage(
        all,
        measureCalibration(readFloats("probabilities", probabilities), readLabels("truth", truth), options),
      );
      return all;
    },
    merge(other) {
      check("merge: other", other, CALIBRATION);
      checkSame(options, other.options);
      for (const [k, bin] of other.bins.entries())
        addBin(bins[k], bin.pixels, bin.right, bin.confidence.toJSON());
      for (const [k, one] of other.winners.entries())
        addWinner(winners[k], one.pixels, one.wins, one.confidence.toJSON(), one.squares.toJSON());
      for (const key of ["brier", "logLoss", "impossible"] as const) sums[key].merge(other.sums[key]);
      return all;
    },
    scores: () => scoresOf(all),
  };
  return all;
}

function emptyBin(): CalibrationBin {
  return { pixels: 0, right: 0, confidence: exactSum() };
}

function emptyWinner(): WinnerSums {
  return { pixels: 0, wins: 0, confidence: exactSum(), squares: exactSum() };
}

function addImage({ bins, winners, sums }: Calibration, image: ImageCalibration): void {
  for (const [k, bin] of image.bins.entries()) addBin(bins[k], bin.pixels, bin.right, [bin.confidence]);
  for (const [k, one] of image.winners.entries())
    addWinner(winners[k], one.pixels, one.wins, [one.confidence], [one.squares]);
  sums.brier.add(image.brier);
  sums.logLoss.add(image.logLoss);
  sums.impossible.add(image.impossible);
}

function addBin(bin: CalibrationBin, pixels: number, right: number, confidence: readonly number[]): void {
  bin.pixels += pixels;
  bin.right += right;
  for (const part of confidence) bin.confidence.add(part);
}

function addWinner(
  winner: WinnerSums,
  pixels: number,
  wins: number,
  confidence: readonly number[],
  squares: readonly number[],
): void {
  winner.pixels += pixels;
  winner.wins += wins;
  for (const part of confidence) winner.confidence.add(part);
  for (const part of squares) winner.squares.add(part);
}

function scoresOf({ bins, sums, winners, options }: Calibration): ProbabilityScores | undefined {
  const pixels = winners.reduce((sum, one) => sum + one.pixels, 0);
  if (pixels === 0) return undefined;
  const lists = Array.from({ length: bins.length / options.bins }, (_, k) =>
    calibrationErrors(bins.slice(k * options.bins, (k + 1) * options.bins)),
  );
  const { expected, rootMeanSquare, average, maximum } = meanErrors(lists);
  return {
    pixels,
    brier: sums.brier.value() / pixels,
    logLoss: sums.impossible.value() > 0 ? Infinity : sums.logLoss.value() / pixels,
    expectedCalibrationError: expected,
    rootMeanSquareCalibrationError: rootMeanSquare,
    averageCalibrationError: average,
    maximumCalibrationError: maximum,
    topLabelCalibrationError: topLabelError(winners),
    classes: options.of === "class" ? lists : undefined,
  };
}

/** They are kept as sums. */
const MOST_BINS = 1e6;

function checkOptions({ classes, bins, of, edges }: Required<CalibrationOptions>): void {
  if (!(Number.isSafeInteger(classes) && classes >= 1))
    throw new RangeError(`classes must be the probabilities per pixel, 1 or more, got ${shown(classes)}`);
  if (!(Number.isInteger(bins) && bins >= 1 && bins <= MOST_BINS))
    throw new RangeError(`bins must be a whole number, 1 or more, got ${shown(bins)}`);
  if (of !== "winner" && of !== "class")
    throw new RangeError(`of must be "winner" or "class", got ${shown(of)}`);
  if (edges !== "lower" && edges !== "upper")
    throw new RangeError(`edges must be "lower" or "upper", got ${shown(edges)}`);
}

function checkSame(a: Required<CalibrationOptions>, b: Required<CalibrationOptions>): void {
  if (a.classes !== b.classes || a.bins !== b.bins)
    throw new RangeError(
      `only calibrations of the same classes and bins can be merged, got ${a.classes}, ${a.bins} and ${b.classes}, ${b.bins}`,
    );
  if (a.of !== b.of || a.edges !== b.edges)
    throw new RangeError(
      `only calibrations of the same of and edges can be merged, got ${a.of}, ${a.edges} and ${b.of}, ${b.edges}`,
    );
}
