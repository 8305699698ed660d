import type { FloatArray } from "../../engines/engine.ts";
import type { LabelArray } from "../../fields/grid.ts";
import { atLeast } from "../at-least.ts";
import type { CalibrationOptions } from "./calibration-bins.ts";
import { checkedProbability } from "./checked-probability.ts";

/** Sums over the pixels of one image. */
export interface ImageCalibration {
  readonly bins: { pixels: number; right: number; confidence: number }[];
  readonly winners: { pixels: number; wins: number; confidence: number; squares: number }[];
  brier: number;
  logLoss: number;
  /** Pixels whose true class had probability 0. */
  impossible: number;
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
  const ignored = new Set([options.ignore].flat());
  const limit = Math.max(classes, 2);
  const lists = of === "class" ? classes : 1;
  const sums: ImageCalibration = {
    bins: Array.from({ length: bins * lists }, () => ({ pixels: 0, right: 0, confidence: 0 })),
    winners: Array.from({ length: limit }, () => ({ pixels: 0, wins: 0, confidence: 0, squares: 0 })),
    ...{ brier: 0, logLoss: 0, impossible: 0 },
  };
  for (let i = 0; i < truth.length; i++) {
    const label = truth[i];
    if (ignored.has(label)) continue;
    if (!(label >= 0 && label < limit))
      throw new RangeError(
        `label ${label} at index ${i} is not one of the ${limit} classes 0 to ${limit - 1}`,
      );
    addPixel(sums, p, i, label, options);
  }
  return sums;
}

function addPixel(
  sums: ImageCalibration,
  p: FloatArray,
  pixel: number,
  label: number,
  options: Required<CalibrationOptions>,
): void {
  const { classes, of } = options;
  const { squares, ofTruth, confidence, winner } =
    classes === 1 ? ofOne(p, pixel, label) : ofSeveral(p, pixel, label, classes);
  sums.brier += squares;
  if (ofTruth > 0) sums.logLoss -= Math.log(ofTruth);
  else sums.impossible++;
  const won = sums.winners[winner];
  won.wins++;
  won.confidence += confidence;
  won.squares += confidence * confidence;
  sums.winners[label].pixels++;
  if (of === "winner") addToBin(sums, 0, confidence, winner === label, options);
  else if (classes === 1) addToBin(sums, 0, p[pixel], label === 1, options);
  else for (let c = 0; c < classes; c++) addToBin(sums, c, p[pixel * classes + c], label === c, options);
}

function addToBin(
  { bins: all }: ImageCalibration,
  list: number,
  value: number,
  right: boolean,
  { bins, edges }: Required<CalibrationOptions>,
): void {
  const bin = all[list * bins + placeOf(value, bins, edges)];
  bin.pixels++;
  bin.right += right ? 1 : 0;
  bin.confidence += value;
}

/** An edge is also met by the single precision number next to it. */
function placeOf(value: number, bins: number, edges: "lower" | "upper"): number {
  const nearest = Math.round(value * bins);
  const edge = nearest / bins;
  const onEdge = atLeast(edge, value) && atLeast(value, edge);
  const place = onEdge ? nearest - (edges === "lower" ? 1 : 0) : Math.floor(value * bins);
  return Math.min(bins - 1, Math.max(0, place));
}

interface PixelMeasures {
  readonly squares: number;
  readonly ofTruth: number;
  readonly confidence: number;
  readonly winner: number;
}

function ofOne(p: FloatArray, pixel: number, label: number): PixelMeasures {
  const value = checkedProbability(p, pixel);
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
    const value = checkedProbability(p, from + c);
    squares += (value - (c === label ? 1 : 0)) ** 2;
    if (value > p[from + winner]) winner = c;
  }
  return { squares, ofTruth: p[from + label], confidence: p[from + winner], winner };
}
