import type { RankMeasure } from "../protocol/plan.ts";
import type { ImageEvidence } from "../protocol/trial.ts";
import { meanOf } from "./mean-of.ts";

/** How a measure of an image comes from its evidence. */
export interface Measure {
  readonly name: RankMeasure;
  /** As it stands in a sentence and above a column. */
  readonly title: string;
  /** What it says of an image, in a line. */
  readonly says: string;
  readonly best: "high" | "low";
  /** Of a class that the truth holds; absent for measures of the whole image. */
  readonly ofClass?: (evidence: ImageEvidence, c: number) => number | null;
  /** Of the whole image; absent for measures by class. */
  readonly ofImage?: (evidence: ImageEvidence) => number | null;
  /** What a failed training gets that leaves no prediction at all. */
  readonly worst: (evidence: ImageEvidence, diagonal: number) => number;
  /** Whether counts alone give it, so that constant predictions have it too. */
  readonly counted: boolean;
}

const ratio = (a: number, b: number) => (b === 0 ? 0 : a / b);

function counted(
  name: RankMeasure,
  title: string,
  says: string,
  of: (tp: number, fp: number, fn: number) => number,
): Measure {
  const ofClass = ({ tp, fp, fn }: ImageEvidence, c: number) => of(tp[c], fp[c], fn[c]);
  return { name, title, says, best: "high", ofClass, worst: () => 0, counted: true };
}

function stored(
  name: "hd95" | "nsd" | "boundaryIou" | "clDice",
  title: string,
  says: string,
  best: Measure["best"],
  worst: Measure["worst"],
): Measure {
  const ofClass = (evidence: ImageEvidence, c: number) => evidence[name]?.[c] ?? null;
  return { name, title, says, best, ofClass, worst, counted: false };
}

function ofImage(
  name: "pq" | "ap" | "ece",
  title: string,
  says: string,
  best: Measure["best"],
  worst: number,
): Measure {
  const value = (evidence: ImageEvidence) => evidence[name] ?? null;
  return { name, title, says, best, ofImage: value, worst: () => worst, counted: false };
}

/** The measures by which losses can be ranked, in the order in which they are listed. */
export const MEASURES: readonly Measure[] = [
  counted("dice", "Dice", "twice the overlap over both areas", (tp, fp, fn) =>
    ratio(2 * tp, 2 * tp + fp + fn),
  ),
  counted("iou", "IoU", "overlap over union", (tp, fp, fn) => ratio(tp, tp + fp + fn)),
  counted("precision", "precision", "share of what was predicted that is true", (tp, fp) =>
    ratio(tp, tp + fp),
  ),
  counted("recall", "recall", "share of what is true that was predicted", (tp, _fp, fn) =>
    ratio(tp, tp + fn),
  ),
  stored(
    "hd95",
    "HD95",
    "distance within which 95 % of the outlines lie",
    "low",
    (_evidence, diagonal) => diagonal,
  ),
  stored("nsd", "NSD", "share of the outlines within a tolerance", "high", () => 0),
  stored("boundaryIou", "boundary IoU", "IoU of the pixels near the outlines", "high", () => 0),
  stored("clDice", "clDice", "overlap with the centre lines", "high", () => 0),
  ofImage("pq", "PQ", "panoptic quality of objects: found, and how well", "high", 0),
  ofImage("ap", "AP", "average precision of objects over IoU thresholds", "high", 0),
  ofImage("ece", "ECE", "expected calibration error: confidence against being right", "low", 1),
];

export function measureOf(name: RankMeasure): Measure {
  return MEASURES.find((one) => one.name === name)!;
}

/** Pixels of a class in the truth. */
function truePixels({ tp, fn }: ImageEvidence, c: number): number {
  return tp[c] + fn[c];
}

/** The measure of one class of an image; null where its truth lacks the class, the measure was not taken, or it is one of the whole image. */
export function classScore(measure: Measure, evidence: ImageEvidence, c: number): number | null {
  return truePixels(evidence, c) > 0 ? (measure.ofClass?.(evidence, c) ?? null) : null;
}

/** Mean over the images that hold a class of its measure. */
export function classMean(measure: Measure, evidence: readonly ImageEvidence[], c: number): number | null {
  return meanOf(evidence.map((one) => classScore(measure, one, c)));
}

/**
 * The measure of an image: the mean over those of the scored classes that its truth holds, or the measure of the whole image; null where it has none. The truth
 * decides, never the prediction, so that every loss has the same images.
 */
export function imageScore(
  measure: Measure,
  evidence: ImageEvidence,
  scored: readonly number[],
): number | null {
  if (measure.ofImage) return measure.ofImage(evidence);
  return meanOf(scored.map((c) => classScore(measure, evidence, c)));
}

/** Mean over images of the measure of an image. */
export function meanScore(
  measure: Measure,
  evidence: readonly ImageEvidence[],
  scored: readonly number[],
): number | null {
  return meanOf(evidence.map((one) => imageScore(measure, one, scored)));
}

/** Evidence of every region predicted everywhere, from any evidence of the same image. */
export function allRegionsEvidence(evidence: ImageEvidence): ImageEvidence {
  const { image, tp, pixels = 0 } = evidence;
  const inside = tp.map((_, c) => truePixels(evidence, c));
  return {
    ...{ image, pixels, tp: inside, fp: inside.map((count) => pixels - count), fn: inside.map(() => 0) },
    ...{ ece: Number.NaN, bins: [] },
  };
}

/** Evidence of one class predicted everywhere, from any evidence of the same image: the truth stands in the counts of any prediction. */
export function constantEvidence(evidence: ImageEvidence, predicted: number): ImageEvidence {
  const classes = evidence.tp.map((_, c) => c);
  const pixels = classes.map((c) => truePixels(evidence, c));
  const all = pixels.reduce((sum, count) => sum + count, 0);
  return {
    image: evidence.image,
    tp: classes.map((c) => (c === predicted ? pixels[c] : 0)),
    fp: classes.map((c) => (c === predicted ? all - pixels[c] : 0)),
    fn: classes.map((c) => (c === predicted ? 0 : pixels[c])),
    ece: Number.NaN,
    bins: [],
  };
}
