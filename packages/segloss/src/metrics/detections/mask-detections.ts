import { check } from "../../door/check.ts";
import { checkOptions } from "../../door/check-options.ts";
import { type Kind, required } from "../../door/kind.ts";
import { ANY, BOOLEAN, FINITE, LIST, WHOLE } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import type { LabelArray } from "../../fields/grid.ts";
import type { DetectionImage } from "./detection.ts";

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
  predicted: readonly DetectedMask[],
  annotated: readonly TrueMask[],
  id?: number,
): DetectionImage {
  check("maskDetections: id", id ?? 0, WHOLE);
  const detections = objectsOf("detections", predicted, {
    mask: ANY,
    score: required(NUMBER),
    category: WHOLE,
  });
  const truths = objectsOf("truths", annotated, { mask: ANY, category: WHOLE, crowd: BOOLEAN, area: FINITE });
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

/** NaN is refused by what reads the scores. */
const NUMBER: Kind = { expected: "a number", fits: (value) => typeof value === "number" };

function objectsOf<T extends { readonly mask: LabelArray }>(
  name: string,
  objects: readonly T[],
  kinds: Readonly<Record<string, Kind>>,
): T[] {
  check(`maskDetections: ${name}`, objects, LIST);
  return objects.map((object, k) => {
    checkOptions(`maskDetections: ${name}[${k}]`, object, kinds);
    return { ...object, mask: readLabels(`mask of ${name}[${k}]`, object.mask) };
  });
}

function placesOf(mask: LabelArray): number[] {
  const places: number[] = [];
  mask.forEach((value: number, i: number) => {
    if (value !== 0) places.push(i);
  });
  return places;
}
