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

export interface CalibrationOptions {
  /** Probabilities per pixel: 1 (of the foreground, label 1) or one per class, last axis. */
  readonly classes: number;
  /** Labels of the truth whose pixels are left out. */
  readonly ignore?: number | readonly number[];
  /** Bins of equal width for the confidence. Default: 15. */
  readonly bins?: number;
}

/** How probabilities and labels go together, over any number of images. */
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
  /** Pixels, right ones and the sum of the confidence in each bin; for reliability diagrams and merging. */
  readonly bins: readonly CalibrationBin[];
  /** Sums over pixels; `impossible` counts those whose true class had probability 0. */
  readonly sums: { readonly brier: ExactSum; readonly logLoss: ExactSum; readonly impossible: ExactSum };
  readonly options: Required<CalibrationOptions>;
}

export interface CalibrationBin {
  pixels: number;
  right: number;
  readonly confidence: ExactSum;
}

export interface ProbabilityScores {
  readonly pixels: number;
  /** Mean over pixels of the squared differences to the one-hot truth; of one probability (p - y)^2. */
  readonly brier: number;
  /** Mean of -log of the true class's probability, natural logarithm; Infinity where it was 0. */
  readonly logLoss: number;
  /** Expected calibration error: |right - confidence| of the bins, weighted by their pixels. */
  readonly expectedCalibrationError: number;
  /** The greatest |right - confidence| of a bin that is not empty. */
  readonly maximumCalibrationError: number;
}

const CALIBRATION: Kind = {
  expected: "a calibration",
  fits: (value) =>
    Array.isArray((value as Partial<Calibration> | null)?.bins) && RECORD.fits((value as Calibration).sums),
};

/**
 * Brier score, log loss and calibration errors of probabilities. Confidence is the greatest probability
 * of a pixel; of one probability, the greater of p and 1 - p. A confidence on the edge of two bins is in
 * the lower one.
 *
 * G. W. Brier, Monthly Weather Review 78, 1950; C. Guo and others, "On Calibration of Modern Neural
 * Networks", ICML 2017, https://arxiv.org/abs/1706.04599
 */
export function calibration(given: CalibrationOptions): Calibration {
  checkDoor("calibration", given, { classes: ANY, ignore: LABELS, bins: ANY });
  const { classes, ignore = [], bins: binCount = 15 } = given;
  const options = { classes, ignore, bins: binCount };
  checkOptions(options);
  const bins = Array.from({ length: options.bins }, () => ({ pixels: 0, right: 0, confidence: exactSum() }));
  const sums = { brier: exactSum(), logLoss: exactSum(), impossible: exactSum() };
  const all: Calibration = {
    options,
    bins,
    sums,
    add(probabilities, truth) {
      const image = measure(readFloats("probabilities", probabilities), readLabels("truth", truth), options);
      for (const [k, bin] of image.bins.entries()) addBin(bins[k], bin.pixels, bin.right, [bin.confidence]);
      sums.brier.add(image.brier);
      sums.logLoss.add(image.logLoss);
      sums.impossible.add(image.impossible);
      return all;
    },
    merge(other) {
      check("merge: other", other, CALIBRATION);
      checkSame(options, other.options);
      for (const [k, bin] of other.bins.entries())
        addBin(bins[k], bin.pixels, bin.right, bin.confidence.toJSON());
      sums.brier.merge(other.sums.brier);
      sums.logLoss.merge(other.sums.logLoss);
      sums.impossible.merge(other.sums.impossible);
      return all;
    },
    scores: () =>
      scoresOf(bins, sums.brier.value(), sums.impossible.value() > 0 ? Infinity : sums.logLoss.value()),
  };
  return all;
}

interface ImageSums {
  readonly bins: { pixels: number; right: number; confidence: number }[];
  brier: number;
  logLoss: number;
  /** Pixels whose true class had probability 0. */
  impossible: number;
}

function measure(p: FloatArray, truth: LabelArray, options: Required<CalibrationOptions>): ImageSums {
  const { classes, bins } = options;
  if (p.length !== truth.length * classes)
    throw new RangeError(
      `probabilities must hold ${classes} per pixel, ${truth.length * classes} in all, got ${p.length}`,
    );
  const ignored = new Set([options.ignore].flat());
  const sums: ImageSums = {
    bins: Array.from({ length: bins }, () => ({ pixels: 0, right: 0, confidence: 0 })),
    brier: 0,
    logLoss: 0,
    impossible: 0,
  };
  const limit = Math.max(classes, 2);
  for (let i = 0; i < truth.length; i++) {
    const label = truth[i];
    if (ignored.has(label)) continue;
    if (!(label >= 0 && label < limit))
      throw new RangeError(
        `label ${label} at index ${i} is not one of the ${limit} classes 0 to ${limit - 1}`,
      );
    addPixel(sums, p, i, label, classes);
  }
  return sums;
}

function addPixel(sums: ImageSums, p: FloatArray, pixel: number, label: number, classes: number): void {
  const { squares, ofTruth, confidence, winner } =
    classes === 1 ? ofOne(p, pixel, label) : ofSeveral(p, pixel, label, classes);
  sums.brier += squares;
  if (ofTruth > 0) sums.logLoss -= Math.log(ofTruth);
  else sums.impossible++;
  const place = Math.min(sums.bins.length - 1, Math.max(0, Math.ceil(confidence * sums.bins.length) - 1));
  const bin = sums.bins[place];
  bin.pixels++;
  bin.right += winner === label ? 1 : 0;
  bin.confidence += confidence;
}

interface PixelMeasures {
  readonly squares: number;
  readonly ofTruth: number;
  readonly confidence: number;
  readonly winner: number;
}

function ofOne(p: FloatArray, pixel: number, label: number): PixelMeasures {
  const value = checked(p, pixel);
  const winner = value >= 0.5 ? 1 : 0;
  return {
    squares: (value - label) ** 2,
    ofTruth: label ? value : 1 - value,
    confidence: winner ? value : 1 - value,
    winner,
  };
}

function ofSeveral(p: FloatArray, pixel: number, label: number, classes: number): PixelMeasures {
  let squares = 0;
  let winner = 0;
  const from = pixel * classes;
  for (let c = 0; c < classes; c++) {
    const value = checked(p, from + c);
    squares += (value - (c === label ? 1 : 0)) ** 2;
    if (value > p[from + winner]) winner = c;
  }
  return { squares, ofTruth: p[from + label], confidence: p[from + winner], winner };
}

function checked(p: FloatArray, i: number): number {
  const value = p[i];
  // Sums of a softmax in float32 may exceed 1 by a few units in the last place.
  if (value >= 0 && value <= 1 + 1e-6) return value;
  throw new RangeError(
    `value ${value} at index ${i} is no probability; expected 0 to 1, after softmax or sigmoid`,
  );
}

function addBin(bin: CalibrationBin, pixels: number, right: number, confidence: readonly number[]): void {
  bin.pixels += pixels;
  bin.right += right;
  for (const part of confidence) bin.confidence.add(part);
}

function scoresOf(
  bins: readonly CalibrationBin[],
  brier: number,
  logLoss: number,
): ProbabilityScores | undefined {
  const pixels = bins.reduce((sum, bin) => sum + bin.pixels, 0);
  if (pixels === 0) return undefined;
  const gaps = bins.map((bin) => Math.abs(bin.right - bin.confidence.value()));
  const ofBins = gaps.map((gap, k) => (bins[k].pixels ? gap / bins[k].pixels : 0));
  return {
    pixels,
    brier: brier / pixels,
    logLoss: logLoss / pixels,
    expectedCalibrationError: gaps.reduce((a, b) => a + b, 0) / pixels,
    maximumCalibrationError: Math.max(...ofBins),
  };
}

/** They are kept as sums. */
const MOST_BINS = 1e6;

function checkOptions({ classes, bins }: Required<CalibrationOptions>): void {
  if (!(Number.isSafeInteger(classes) && classes >= 1))
    throw new RangeError(`classes must be the probabilities per pixel, 1 or more, got ${shown(classes)}`);
  if (!(Number.isInteger(bins) && bins >= 1 && bins <= MOST_BINS))
    throw new RangeError(`bins must be a whole number, 1 or more, got ${shown(bins)}`);
}

function checkSame(a: Required<CalibrationOptions>, b: Required<CalibrationOptions>): void {
  if (a.classes === b.classes && a.bins === b.bins) return;
  throw new RangeError(
    `only calibrations of the same classes and bins can be merged, got ${a.classes}, ${a.bins} and ${b.classes}, ${b.bins}`,
  );
}
