import type { FloatArray } from "../../engines/engine.ts";
import type { LabelArray } from "../../fields/grid.ts";
import { atLeast } from "../at-least.ts";
import type { CalibrationOptions } from "./calibration-bins.ts";
import { checkedProbability } from "./checked-probability.ts";

/** Sums over the pixels of one image. */
export interface ImageCalibration {
  readonly bins: readonly { readonly pixels: number; readonly right: number; readonly confidence: number }[];
  readonly winners: readonly {
    readonly pixels: number;
    readonly wins: number;
    readonly confidence: number;
    readonly squares: number;
  }[];
  readonly brier: number;
  readonly logLoss: number;
  /** Pixels whose true class had probability 0. */
  readonly impossible: number;
}

export function measureCalibration(
  p: FloatArray,
  truth: LabelArray,
  options: Required<CalibrationOptions>,
): ImageCalibration {
  const { classes, bins, of } = options;
  if (p.length !== truth.length * classes)
    throw new RangeError(
      `probabilities must hold ${classes} per pixel, ${truth.length * classes} in all, got ${p.length}`,
    );
  const sums = zeros(bins * (of === "class" ? classes : 1), Math.max(classes, 2));
  const add = classes === 1 ? addForeground : addClasses;
  add(sums, p, truth, options);
  return totals(sums);
}

/** The sums as columns: numbers in arrays are added to in place. */
interface Columns {
  readonly bins: Record<"pixels" | "right" | "confidence", Float64Array>;
  readonly winners: Record<"pixels" | "wins" | "confidence" | "squares", Float64Array>;
  /** The Brier score, the log loss and what is impossible, see `ImageCalibration`. */
  readonly image: Float64Array;
}

function zeros(bins: number, classes: number): Columns {
  const column = (length: number) => new Float64Array(length);
  return {
    bins: { pixels: column(bins), right: column(bins), confidence: column(bins) },
    winners: {
      ...{ pixels: column(classes), wins: column(classes) },
      ...{ confidence: column(classes), squares: column(classes) },
    },
    image: column(3),
  };
}

function totals({ bins, winners, image: [brier, logLoss, impossible] }: Columns): ImageCalibration {
  return {
    bins: Array.from(bins.pixels, (pixels, k) => ({
      ...{ pixels, right: bins.right[k], confidence: bins.confidence[k] },
    })),
    winners: Array.from(winners.pixels, (pixels, k) => ({
      ...{ pixels, wins: winners.wins[k] },
      ...{ confidence: winners.confidence[k], squares: winners.squares[k] },
    })),
    ...{ brier, logLoss, impossible },
  };
}

/** The pixels of an image in one loop: as calls of their own they take 40 % longer. */
function addForeground(
  { bins, winners, image }: Columns,
  p: FloatArray,
  truth: LabelArray,
  options: Required<CalibrationOptions>,
): void {
  const ignored = ignoredLabels(options);
  const isOfWinner = options.of === "winner";
  let [brier, logLoss, impossible] = [0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    const label = truth[i];
    if (ignored?.has(label)) continue;
    checkLabel(label, i, winners.pixels.length);
    const value = checkedProbability(p, i);
    const error = value - label;
    brier += error * error;
    const ofTruth = label ? value : 1 - value;
    if (ofTruth > 0) logLoss -= Math.log(ofTruth);
    else impossible++;
    const winner = value >= 0.5 ? 1 : 0;
    const confidence = winner ? value : 1 - value;
    winners.wins[winner]++;
    winners.confidence[winner] += confidence;
    winners.squares[winner] += confidence * confidence;
    winners.pixels[label]++;
    const measured = isOfWinner ? confidence : value;
    const bin = placeOf(measured, options);
    bins.pixels[bin]++;
    if (isOfWinner ? winner === label : label === 1) bins.right[bin]++;
    bins.confidence[bin] += measured;
  }
  image.set([brier, logLoss, impossible]);
}

function addClasses(
  { bins, winners, image }: Columns,
  p: FloatArray,
  truth: LabelArray,
  options: Required<CalibrationOptions>,
): void {
  const { classes, of } = options;
  const ignored = ignoredLabels(options);
  let [brier, logLoss, impossible] = [0, 0, 0];
  for (let i = 0, from = 0; i < truth.length; i++, from += classes) {
    const label = truth[i];
    if (ignored?.has(label)) continue;
    checkLabel(label, i, winners.pixels.length);
    let winner = 0;
    let squares = 0;
    for (let c = 0; c < classes; c++) {
      const value = checkedProbability(p, from + c);
      const error = value - (c === label ? 1 : 0);
      squares += error * error;
      if (value > p[from + winner]) winner = c;
    }
    brier += squares;
    const ofTruth = p[from + label];
    if (ofTruth > 0) logLoss -= Math.log(ofTruth);
    else impossible++;
    const confidence = p[from + winner];
    winners.wins[winner]++;
    winners.confidence[winner] += confidence;
    winners.squares[winner] += confidence * confidence;
    winners.pixels[label]++;
    if (of === "winner") addToBin(bins, placeOf(confidence, options), confidence, winner === label);
    else
      for (let c = 0; c < classes; c++)
        addToBin(bins, c * options.bins + placeOf(p[from + c], options), p[from + c], label === c);
  }
  image.set([brier, logLoss, impossible]);
}

function ignoredLabels({ ignore }: Required<CalibrationOptions>): ReadonlySet<number> | undefined {
  const labels = [ignore].flat();
  return labels.length > 0 ? new Set(labels) : undefined;
}

function checkLabel(label: number, pixel: number, limit: number): void {
  if (label >= 0 && label < limit) return;
  throw new RangeError(
    `label ${label} at index ${pixel} is not one of the ${limit} classes 0 to ${limit - 1}`,
  );
}

function addToBin(
  { pixels, right, confidence }: Columns["bins"],
  bin: number,
  value: number,
  isRight: boolean,
): void {
  pixels[bin]++;
  if (isRight) right[bin]++;
  confidence[bin] += value;
}

/** An edge is also met by the single precision number next to it. */
function placeOf(value: number, { bins, edges }: Required<CalibrationOptions>): number {
  const nearest = Math.floor(value * bins + 0.5);
  const edge = nearest / bins;
  const onEdge = atLeast(edge, value) && atLeast(value, edge);
  const place = onEdge ? nearest - (edges === "lower" ? 1 : 0) : Math.floor(value * bins);
  return Math.min(bins - 1, Math.max(0, place));
}
