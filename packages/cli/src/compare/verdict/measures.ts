import type { RankMeasure } from "../protocol/plan.ts";
import type { ImageEvidence } from "../protocol/trial.ts";

/** How a measure of an image comes from its evidence. */
export interface Measure {
  readonly name: RankMeasure;
  /** As tables head it. */
  readonly title: string;
  /** Name of the page in docs/metrics, where there is one. */
  readonly page: string;
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
  page: string,
  of: (tp: number, fp: number, fn: number) => number,
): Measure {
  const ofClass = ({ tp, fp, fn }: ImageEvidence, c: number) => of(tp[c], fp[c], fn[c]);
  return { name, title, page, best: "high", ofClass, worst: () => 0, counted: true };
}

function stored(
  name: "hd95" | "nsd" | "boundaryIou" | "clDice",
  title: string,
  page: string,
  best: Measure["best"],
  worst: Measure["worst"],
): Measure {
  const ofClass = (evidence: ImageEvidence, c: number) => evidence[name]?.[c] ?? null;
  return { name, title, page, best, ofClass, worst, counted: false };
}

/** The measures by which losses can be ranked, in the order in which they are listed. */
export const MEASURES: readonly Measure[] = [
  counted("dice", "Dice", "dice-score", (tp, fp, fn) => ratio(2 * tp, 2 * tp + fp + fn)),
  counted("iou", "IoU", "jaccard-index", (tp, fp, fn) => ratio(tp, tp + fp + fn)),
  counted("precision", "Precision", "precision", (tp, fp) => ratio(tp, tp + fp)),
  counted("recall", "Recall", "recall", (tp, _fp, fn) => ratio(tp, tp + fn)),
  stored("hd95", "HD95", "hausdorff-distance", "low", (_evidence, diagonal) => diagonal),
  stored("nsd", "NSD", "normalized-surface-dice", "high", () => 0),
  stored("boundaryIou", "Boundary IoU", "boundary-jaccard", "high", () => 0),
  stored("clDice", "clDice", "centreline-dice", "high", () => 0),
  {
    ...{ name: "pq", title: "PQ", page: "panoptic-quality", best: "high", counted: false },
    ofImage: ({ pq = null }) => pq,
    worst: () => 0,
  },
  {
    ...{ name: "ap", title: "AP", page: "coco-average-precision", best: "high", counted: false },
    ofImage: ({ ap = null }) => ap,
    worst: () => 0,
  },
  {
    ...{ name: "ece", title: "ECE", page: "expected-calibration-error", best: "low", counted: false },
    ofImage: ({ ece }) => ece,
    worst: () => 1,
  },
];

export function measureOf(name: RankMeasure): Measure {
  return MEASURES.find((one) => one.name === name)!;
}

/** Pixels of a class in the truth. */
export function truePixels({ tp, fn }: ImageEvidence, c: number): number {
  return tp[c] + fn[c];
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
  const values = scored.flatMap((c) => {
    const value = truePixels(evidence, c) > 0 ? measure.ofClass!(evidence, c) : null;
    return value === null ? [] : [value];
  });
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Evidence of one class predicted everywhere, from any evidence of the same image. */
export function constantEvidence(evidence: ImageEvidence, predicted: number): ImageEvidence {
  const classes = evidence.tp.map((_, c) => c);
  const pixels = classes.map((c) => truePixels(evidence, c));
  const all = pixels.reduce((sum, count) => sum + count, 0);
  return {
    image: evidence.image,
    tp: classes.map((c) => (c === predicted ? pixels[c] : 0)),
    fp: classes.map((c) => (c === predicted ? all - pixels[c] : 0)),
    fn: classes.map((c) => (c === predicted ? 0 : pixels[c])),
    ece: 0,
    bins: [],
  };
}
