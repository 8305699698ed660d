import { check } from "../../door/check.ts";
import { checkOptions } from "../../door/check-options.ts";
import { type Kind, required } from "../../door/kind.ts";
import { ANY, choice, FINITE, having, listOf, NUMBERS } from "../../door/kinds.ts";
import { shown } from "../../door/shown.ts";
import { exactSum } from "../exact-sum.ts";
import type { InstanceOverlaps } from "./instance-overlaps.ts";
import { matchInstances } from "./match-instances.ts";
import { CLASSES, PANOPTIC_MAP, type PanopticMap } from "./panoptic-map.ts";
import {
  type InstanceCounts,
  instanceCounts,
  mergeInstanceCounts,
  type PanopticQuality,
  panopticQuality,
} from "./panoptic-quality.ts";
import { type SegmentOptions, segmentOverlaps } from "./segment-overlaps.ts";

export interface PanopticOptions extends SegmentOptions {
  /** Classes of things, objects that can be counted. */
  readonly things: readonly number[];
  /** Classes of stuff, which has no objects. */
  readonly stuff?: readonly number[];
  /**
   * How stuff is scored: like things ("matched", the default), or by the IoU of what is there, without a threshold
   * ("shared"; L. Porzi and others, Seamless Scene Segmentation, CVPR 2019).
   */
  readonly stuffRule?: "matched" | "shared";
}

/** The three qualities averaged over classes. */
export interface PanopticMean extends PanopticQuality {
  /** Classes that have a segment in truth or prediction, which the means are over. */
  readonly classes: number;
}

export interface PanopticClass extends PanopticQuality {
  readonly class: number;
  readonly thing: boolean;
  readonly matched: number;
  readonly extra: number;
  readonly missed: number;
}

export interface PanopticScores {
  /** undefined where no class has a segment. */
  readonly all: PanopticMean | undefined;
  readonly things: PanopticMean | undefined;
  readonly stuff: PanopticMean | undefined;
  /** Classes that have a segment in truth or prediction, things first. */
  readonly classes: readonly PanopticClass[];
}

export interface PanopticJson {
  readonly classes: readonly (readonly [label: number, tp: number, fp: number, fn: number, iou: number[]])[];
}

/** Panoptic quality over any number of images. Memory: some numbers a class. */
export interface PanopticScene {
  /**
   * Adds an image.
   *
   * @throws RangeError for a class that is in neither list, and maps of different length; then nothing was added
   */
  add(predicted: PanopticMap, truth: PanopticMap): PanopticScene;
  /** Adds what another one of the same options, or its JSON, holds; any order gives the same. */
  merge(other: PanopticScene | PanopticJson): PanopticScene;
  scores(): PanopticScores;
  toJSON(): PanopticJson;
}

const OPTIONS = {
  ...{ things: required(CLASSES), stuff: CLASSES },
  ...{ stuffRule: ANY, unlabelled: choice("missed", "ignored") },
};

const CLASS: Kind = {
  expected: "[label, tp, fp, fn, iou]",
  fits: (value) => Array.isArray(value) && value.slice(0, 4).every(FINITE.fits) && NUMBERS.fits(value[4]),
};

const SCENE: Kind = {
  expected: "a scene, or the JSON of one",
  fits: (value) => listOf(CLASS).fits((value as Partial<PanopticJson> | undefined | null)?.classes),
};

/**
 * Panoptic quality of things and stuff, by class: segments match when their class is the same and their IoU exceeds 1/2.
 * Void and crowds are treated as `segmentOverlaps` says.
 *
 * @example
 * panopticScene({ things: [26], stuff: [7] })
 *   .add(numberedSegments(predicted, { things: [26] }), numberedSegments(truth, { things: [26] }))
 *   .scores().all?.quality
 */
export function panopticScene(options: PanopticOptions): PanopticScene {
  checkOptions("panopticScene", options, OPTIONS);
  const { things, stuff = [], stuffRule = "matched", unlabelled = "missed" } = options;
  const both = things.find((label) => stuff.includes(label));
  if (both !== undefined)
    throw new RangeError(`class ${both} is in things and in stuff; name it in one of them`);
  if (stuffRule !== "matched" && stuffRule !== "shared")
    throw new RangeError(`stuffRule must be "matched" or "shared", got ${shown(stuffRule)}`);
  const counts = new Map([...things, ...stuff].map((label) => [label, instanceCounts()]));
  const scene: PanopticScene = {
    add(predicted, truth) {
      check("add: predicted", predicted, PANOPTIC_MAP);
      check("add: truth", truth, PANOPTIC_MAP);
      checkClasses(predicted, "prediction", counts);
      checkClasses(truth, "truth", counts);
      for (const [label, overlaps] of segmentOverlaps(predicted, truth, { unlabelled })) {
        const shared = stuffRule === "shared" && stuff.includes(label);
        mergeInstanceCounts(counts.get(label)!, shared ? sharedCounts(overlaps) : matchedCounts(overlaps));
      }
      return scene;
    },
    merge(other) {
      const classes = classesOf(other);
      for (const [label, tp, fp, fn, iou] of classes) {
        const into = counts.get(label);
        if (!into) throw new RangeError(`only scenes of the same classes can be merged, got class ${label}`);
        mergeInstanceCounts(into, { tp, fp, fn, iou: exactSum(iou) });
      }
      return scene;
    },
    scores: () => scoresOf(counts, new Set(things)),
    toJSON: () => ({
      classes: [...counts].map(([label, { tp, fp, fn, iou }]) => [label, tp, fp, fn, iou.toJSON()] as const),
    }),
  };
  return scene;
}

function classesOf(other: PanopticScene | PanopticJson): PanopticJson["classes"] {
  const json = having("", "toJSON").fits(other) ? (other as PanopticScene).toJSON() : other;
  check("merge: other", json, SCENE);
  return (json as PanopticJson).classes;
}

function matchedCounts(overlaps: InstanceOverlaps): InstanceCounts {
  return instanceCounts(matchInstances(overlaps, { exceed: true }));
}

/** The sum of IoU over the true segments: all overlaps count, and nothing else does. */
export function sharedCounts({ truth, pairs }: InstanceOverlaps): InstanceCounts {
  return { tp: truth.sizes.length, fp: 0, fn: 0, iou: exactSum(pairs.map(({ iou }) => iou)) };
}

function scoresOf(counts: ReadonlyMap<number, InstanceCounts>, things: ReadonlySet<number>): PanopticScores {
  const classes = [...counts].flatMap(([label, one]): PanopticClass[] => {
    const quality = panopticQuality(one, "skip");
    const { tp: matched, fp: extra, fn: missed } = one;
    return quality ? [{ class: label, thing: things.has(label), ...quality, matched, extra, missed }] : [];
  });
  return {
    all: meanOf(classes),
    things: meanOf(classes.filter(({ thing }) => thing)),
    stuff: meanOf(classes.filter(({ thing }) => !thing)),
    classes,
  };
}

function meanOf(classes: readonly PanopticQuality[]): PanopticMean | undefined {
  if (classes.length === 0) return undefined;
  const mean = (key: keyof PanopticQuality) =>
    exactSum(classes.map((one) => one[key])).value() / classes.length;
  return {
    quality: mean("quality"),
    segmentation: mean("segmentation"),
    recognition: mean("recognition"),
    classes: classes.length,
  };
}

function checkClasses(map: PanopticMap, where: string, known: ReadonlyMap<number, unknown>): void {
  for (const label of map.classes.values())
    if (!known.has(label))
      throw new RangeError(
        `class ${label} of the ${where} is neither in things nor in stuff; name it there, or in ignore where the map is made`,
      );
}
