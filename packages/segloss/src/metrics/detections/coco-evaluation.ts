import { check } from "../../door/check.ts";
import { checkOptions as checkDoor } from "../../door/check-options.ts";
import { escaped } from "../../door/escaped.ts";
import type { Kind } from "../../door/kind.ts";
import { FINITE, having, LIST, listOf, RECORD, SHARE } from "../../door/kinds.ts";
import { shown } from "../../door/shown.ts";
import { IOU_THRESHOLDS } from "../instances/average-precision.ts";
import type { CocoOptions } from "./coco-options.ts";
import { type CocoScores, cocoScores } from "./coco-scores.ts";
import type { Detection, DetectionImage, TrueObject } from "./detection.ts";
import { type MatchedImage, matchDetections } from "./match-detections.ts";

/** Average precision and recall of detections over any number of images. Memory: some 100 bytes a detection. */
export interface CocoEvaluation {
  /** @throws RangeError for scores that are no numbers */
  add(image: DetectionImage): CocoEvaluation;
  /** Adds what another one of the same options holds. */
  merge(other: CocoEvaluation): CocoEvaluation;
  scores(): CocoScores;
  readonly options: Required<CocoOptions>;
  readonly images: readonly MatchedImage[];
}

const AREA: Kind = {
  expected: "[least, most] in pixels",
  fits: (value) =>
    Array.isArray(value) && value.length === 2 && value.every((x) => typeof x === "number" && x >= 0),
};

const OBJECT: Kind = {
  expected: "{ category, area }",
  fits: (value) => {
    const { category, area } = (value ?? {}) as Partial<TrueObject>;
    return Number.isSafeInteger(category) && FINITE.fits(area);
  },
};

const DETECTION: Kind = {
  expected: "{ category, score, area }",
  fits: (value) => OBJECT.fits(value) && typeof (value as Detection).score === "number",
};

const IMAGE: Kind = {
  expected: "{ detections, truths, iou }, as maskDetections gives",
  fits: (value) => {
    const { id = 0, detections, truths, iou } = (value ?? {}) as Partial<DetectionImage>;
    const known = listOf(DETECTION).fits(detections) && listOf(OBJECT).fits(truths);
    return known && typeof iou === "function" && Number.isSafeInteger(id);
  },
};

const EVALUATION: Kind = {
  expected: "an evaluation",
  fits: (value) => having("", "add", "scores").fits(value) && Array.isArray((value as CocoEvaluation).images),
};

/** COCO's sizes: small up to 32x32, medium up to 96x96, large beyond; 32x32 is small and medium. */
const COCO_AREAS: Readonly<Record<string, readonly [number, number]>> = {
  all: [0, 1e10],
  small: [0, 32 ** 2],
  medium: [32 ** 2, 96 ** 2],
  large: [96 ** 2, 1e10],
};

/**
 * Average precision by confidence and average recall, by the rules of pycocotools: detections from the surest on, each takes
 * the true object of greatest IoU that is free; precision is read off at 101 recalls. Objects of another size than asked for, and
 * crowds, are neither found nor missed. Objects are told apart by their place in the lists: an id of 0 matches like any other.
 *
 * T.-Y. Lin and others, "Microsoft COCO", ECCV 2014, https://arxiv.org/abs/1405.0312
 *
 * @example cocoEvaluation().add(maskDetections(detections, truths)).scores().averagePrecision
 */
export function cocoEvaluation(given: CocoOptions = {}): CocoEvaluation {
  checkDoor("cocoEvaluation", given, { thresholds: LIST, maxDetections: LIST, areas: RECORD });
  const { thresholds = IOU_THRESHOLDS, maxDetections = [1, 10, 100], areas = COCO_AREAS } = given;
  const options = { thresholds, maxDetections, areas };
  checkOptions(options);
  const images: MatchedImage[] = [];
  const all: CocoEvaluation = {
    ...{ options, images },
    add(image) {
      check("add: image", image, IMAGE);
      images.push(...matchDetections({ id: images.length, ...image }, options));
      return all;
    },
    merge(other) {
      check("merge: other", other, EVALUATION);
      const [a, b] = [options, other.options].map((one) => JSON.stringify(one));
      if (a !== b)
        throw new RangeError(`only evaluations of the same options can be merged, got ${a} and ${b}`);
      images.push(...other.images);
      return all;
    },
    scores: () => cocoScores(images, options),
  };
  return all;
}

function checkOptions({ thresholds, maxDetections, areas }: Required<CocoOptions>): void {
  if (thresholds.length === 0 || !thresholds.every(SHARE.fits))
    throw new RangeError(`thresholds must be IoUs, 0 to 1, got ${shown(thresholds)}`);
  const ascending = maxDetections.every((n, k) => Number.isInteger(n) && n > (maxDetections[k - 1] ?? 0));
  if (maxDetections.length === 0 || !ascending)
    throw new RangeError(
      `maxDetections must be whole numbers that ascend, such as [1, 10, 100], got ${shown(maxDetections)}`,
    );
  if (!areas.all) throw new RangeError('areas must have one named "all", such as { all: [0, 1e10] }');
  for (const [name, area] of Object.entries(areas)) check(`areas: ${escaped(name, 40)}`, area, AREA);
}
