import { arrayKind } from "../../door/array-kind.ts";
import { check } from "../../door/check.ts";
import { checkOptions } from "../../door/check-options.ts";
import { type Kind, required } from "../../door/kind.ts";
import { ANY, COUNT, having, LABELS, listOf } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import { shown } from "../../door/shown.ts";
import type { LabelArray } from "../../fields/grid.ts";

/** A map of segments: things, each object its own segment, and stuff, one segment a class. */
export interface PanopticMap {
  /** A segment per pixel. */
  readonly segments: LabelArray;
  /** The class of each segment; a segment without one is void, in no segment. */
  readonly classes: ReadonlyMap<number, number>;
  /** Segments that stand for groups of things: in the truth they are found by nobody and missed by nobody. */
  readonly crowds?: ReadonlySet<number>;
}

/** What the functions here give. */
export const PANOPTIC_MAP: Kind = {
  expected: "a map of segments, as numberedSegments gives",
  fits: (value) => {
    const { segments, classes, crowds } = (value ?? {}) as Partial<PanopticMap>;
    const known =
      having("", "get", "values").fits(classes) && (crowds === undefined || having("", "has").fits(crowds));
    return known && arrayKind(segments) !== null;
  },
};

/** A list of labels. */
export const CLASSES: Kind = {
  expected: "a list of classes",
  fits: (value) => Array.isArray(value) && LABELS.fits(value),
};

const SEGMENT: Kind = {
  expected: "{ id, category_id }",
  fits: (value) => {
    const { id, category_id: category } = (value ?? {}) as Partial<SegmentInfo>;
    return Number.isSafeInteger(id) && Number.isSafeInteger(category);
  },
};

export interface NumberedSegmentsOptions {
  /** Objects of class c are c * divisor + n. Default: 1000, as in Cityscapes. */
  readonly divisor?: number;
  /** Classes of things: one of their labels below the divisor is a group of them. Default: none is known to be. */
  readonly things?: readonly number[];
  /** Classes that are void. Default: 0. */
  readonly ignore?: number | readonly number[];
}

/**
 * Segments of labels as Cityscapes has them: class * 1000 + n for the n-th object of a class of things, the class alone
 * for stuff. A label of a class of things alone is a group of objects that nobody told apart.
 *
 * @example numberedSegments(Int32Array.of(7, 26000, 26001), { things: [24, 25, 26] })
 */
export function numberedSegments(given: LabelArray, options: NumberedSegmentsOptions = {}): PanopticMap {
  checkOptions("numberedSegments", options, { divisor: ANY, things: CLASSES, ignore: LABELS });
  const { divisor = 1000, things = [], ignore = 0 } = options;
  const labels = readLabels("labels", given);
  if (!(Number.isSafeInteger(divisor) && divisor > 1))
    throw new RangeError(`divisor must be a whole number above 1, such as 1000, got ${shown(divisor)}`);
  const [isVoid, isThing] = [new Set([ignore].flat()), new Set(things)];
  const classes = new Map<number, number>();
  const crowds = new Set<number>();
  for (const label of distinct(labels)) {
    const known = label < divisor ? label : Math.floor(label / divisor);
    if (isVoid.has(known)) continue;
    classes.set(label, known);
    if (label < divisor && isThing.has(label)) crowds.add(label);
  }
  return { segments: labels, classes, crowds };
}

/** One of the `segments_info` of a panoptic file of COCO. */
export interface SegmentInfo {
  readonly id: number;
  readonly category_id: number;
  readonly iscrowd?: number | boolean;
}

/**
 * Segments of a panoptic picture of COCO and its `segments_info`. Id 0 is void.
 *
 * @param given ids, or the bytes of the picture, three a pixel: R + 256 G + 65536 B
 * @param length number of pixels. Default: that of the ids
 * @throws RangeError when a segment is in the picture and not in the list, or the other way round
 */
export function cocoSegments(
  given: LabelArray,
  segmentsInfo: readonly SegmentInfo[],
  length?: number,
): PanopticMap {
  const pixels = readLabels("pixels", given);
  check("cocoSegments: segmentsInfo", segmentsInfo, listOf(SEGMENT));
  return segmentsOfIds(idsOf(pixels, length === undefined ? pixels.length : length), segmentsInfo);
}

function segmentsOfIds(segments: LabelArray, segmentsInfo: readonly SegmentInfo[]): PanopticMap {
  const classes = new Map(segmentsInfo.map(({ id, category_id }) => [id, category_id]));
  const found = new Set(distinct(segments));
  const unknown = [...found].find((id) => id !== 0 && !classes.has(id));
  if (unknown !== undefined)
    throw new RangeError(`segment ${unknown} of the picture must be in segments_info; void has id 0`);
  const absent = segmentsInfo.find(({ id }) => !found.has(id));
  if (absent) throw new RangeError(`segment ${absent.id} of segments_info must be in the picture`);
  classes.delete(0);
  const crowds = segmentsInfo.filter(({ iscrowd }) => Number(iscrowd) === 1);
  return { segments, classes, crowds: new Set(crowds.map(({ id }) => id)) };
}

function idsOf(pixels: LabelArray, length: number): LabelArray {
  check("cocoSegments: length", length, COUNT);
  if (pixels.length === length) return pixels;
  if (pixels.length !== 3 * length)
    throw new RangeError(`pixels must hold ${length} ids or ${3 * length} bytes, got ${pixels.length}`);
  return Uint32Array.from(
    { length },
    (_, i) => pixels[3 * i] + 256 * pixels[3 * i + 1] + 65536 * pixels[3 * i + 2],
  );
}

/**
 * Segments of a class and an object number per pixel, as a network gives them.
 *
 * @param things classes whose objects are told apart by their numbers; of the others each class is one segment
 * @param ignore classes that are void. Default: none
 * @throws RangeError when the lengths differ
 */
export function classAndObjectSegments(
  classMap: LabelArray,
  objectMap: LabelArray,
  options: { readonly things: readonly number[]; readonly ignore?: number | readonly number[] },
): PanopticMap {
  checkOptions("classAndObjectSegments", options, { things: required(CLASSES), ignore: LABELS });
  const { things, ignore = [] } = options;
  const [classes, objects] = [readLabels("classes", classMap), readLabels("objects", objectMap)];
  if (classes.length !== objects.length)
    throw new RangeError(
      `classes and objects must have the same pixels, got ${classes.length} and ${objects.length}`,
    );
  const [isVoid, isThing] = [new Set([ignore].flat()), new Set(things)];
  const numbers = new Map<string, number>();
  const ofSegments = new Map<number, number>();
  const segments = Int32Array.from(classes, (label: number, i) => {
    if (isVoid.has(label)) return 0;
    const key = isThing.has(label) ? `${label} ${objects[i]}` : String(label);
    const number = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, number);
    ofSegments.set(number, label);
    return number;
  });
  return { segments, classes: ofSegments };
}

function distinct(labels: LabelArray): Set<number> {
  const seen = new Set<number>();
  let previous = Number.NaN;
  for (const label of labels) {
    if (label !== previous) seen.add(label);
    previous = label;
  }
  return seen;
}
