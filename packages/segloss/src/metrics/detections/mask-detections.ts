import type { LabelArray } from "../../fields/grid.ts";
import type { DetectionImage } from "./coco-evaluation.ts";

export interface DetectedMask {
  /** Nonzero inside. */
  readonly mask: LabelArray;
  readonly score: number;
  /** Default: 1. */
  readonly category?: number;
}

export interface TrueMask {
  readonly mask: LabelArray;
  readonly category?: number;
  readonly crowd?: boolean;
  /** Default: the pixels of the mask. */
  readonly area?: number;
}

/**
 * An image of detections from masks, which may overlap.
 *
 * @throws RangeError when the masks differ in length
 */
export function maskDetections(
  detections: readonly DetectedMask[],
  truths: readonly TrueMask[],
  id?: number,
): DetectionImage {
  const length = (detections[0] ?? truths[0])?.mask.length;
  const other = [...detections, ...truths].find(({ mask }) => mask.length !== length);
  if (other) throw new RangeError(`masks must be of the same pixels, got ${length} and ${other.mask.length}`);
  const [found, wanted] = [detections, truths].map((objects) => objects.map(({ mask }) => placesOf(mask)));
  return {
    ...(id !== undefined && { id }),
    detections: detections.map(({ score, category = 1 }, k) => ({ score, category, area: found[k].length })),
    truths: truths.map(({ category = 1, crowd = false, area }, k) => ({
      ...{ category, crowd },
      area: area ?? wanted[k].length,
    })),
    iou(d, t) {
      const shared = found[d].reduce((sum, i) => sum + Number(truths[t].mask[i] !== 0), 0);
      const either = truths[t].crowd ? found[d].length : found[d].length + wanted[t].length - shared;
      return either === 0 ? 0 : shared / either;
    },
  };
}

function placesOf(mask: LabelArray): number[] {
  const places: number[] = [];
  mask.forEach((value: number, i: number) => {
    if (value !== 0) places.push(i);
  });
  return places;
}
