import type { CocoOptions } from "./coco-options.ts";
import type { DetectionImage } from "./detection.ts";

/** What became of the detections of one image and category. */
export interface MatchedImage {
  readonly id: number;
  readonly category: number;
  /** Descending, no more than the most that count. */
  readonly scores: readonly number[];
  /** By name of the size. */
  readonly areas: Readonly<Record<string, MatchedSize>>;
}

export interface MatchedSize {
  /** True objects that are to be found. */
  readonly wanted: number;
  /** Per threshold and detection in turn: 1 right, 0 wrong, -1 neither. */
  readonly right: readonly Int8Array[];
}

/** The matches of each category of an image, after pycocotools' `evaluateImg`. */
export function matchDetections(
  image: DetectionImage & { readonly id: number },
  options: Required<CocoOptions>,
): MatchedImage[] {
  const wrong = image.detections.find(({ score }) => Number.isNaN(score));
  if (wrong) throw new RangeError("every detection must have a score, a number; got NaN");
  const categories = new Set([...image.detections, ...image.truths].map(({ category }) => category));
  return [...categories].map((category) => matchCategory(image, category, options));
}

function matchCategory(
  image: DetectionImage & { readonly id: number },
  category: number,
  { thresholds, maxDetections, areas }: Required<CocoOptions>,
): MatchedImage {
  const { detections, truths, id } = image;
  const of = (objects: readonly { readonly category: number }[]) =>
    [...objects.keys()].filter((k) => objects[k].category === category);
  const found = of(detections)
    .sort((a, b) => detections[b].score - detections[a].score)
    .slice(0, maxDetections.at(-1));
  const ofCategory = of(truths);
  const ious = found.map((d) => ofCategory.map((t) => image.iou(d, t)));
  const sizes = Object.entries(areas).map(([name, [least, most]]) => {
    const outside = ({ area }: { readonly area: number }) => area < least || area > most;
    const left = ofCategory.map((t) => (truths[t].crowd ?? false) || outside(truths[t]));
    const crowd = ofCategory.map((t) => truths[t].crowd ?? false);
    const small = found.map((d) => outside(detections[d]));
    const right = thresholds.map((threshold) => matchAt(threshold, ious, left, crowd, small));
    return [name, { wanted: left.filter((one) => !one).length, right }] as const;
  });
  return { id, category, scores: found.map((d) => detections[d].score), areas: Object.fromEntries(sizes) };
}

/** @param left true objects that are neither found nor missed; they are looked at last */
function matchAt(
  threshold: number,
  ious: readonly (readonly number[])[],
  left: readonly boolean[],
  crowd: readonly boolean[],
  outside: readonly boolean[],
): Int8Array {
  const order = [...left.keys()].sort((a, b) => Number(left[a]) - Number(left[b]));
  const taken = new Set<number>();
  return Int8Array.from(ious, (ofDetection, d) => {
    const match = bestMatch(threshold, ofDetection, order, left, (t) => taken.has(t) && !crowd[t]);
    if (match === undefined) return outside[d] ? -1 : 0;
    taken.add(match);
    return left[match] ? -1 : 1;
  });
}

/** The later of two true objects with the same IoU wins, and one that is to be found before any other. */
function bestMatch(
  threshold: number,
  ious: readonly number[],
  order: readonly number[],
  left: readonly boolean[],
  isTaken: (truth: number) => boolean,
): number | undefined {
  let best = Math.min(threshold, 1 - 1e-10);
  let match: number | undefined;
  for (const t of order) {
    if (isTaken(t)) continue;
    if (match !== undefined && !left[match] && left[t]) break;
    if (ious[t] < best) continue;
    best = ious[t];
    match = t;
  }
  return match;
}
