import { mappedLabels, type Raster } from "@segloss/io";
import type { LabelArray } from "segloss/fields";
import {
  cocoSegments,
  type InstanceOverlaps,
  numberedSegments,
  type PanopticMap,
  segmentOverlaps,
} from "segloss/metrics";
import type { FilePair } from "./file-pair.ts";
import { foreground, ignoredLabel } from "./foreground.ts";
import { layerOverlaps, type ObjectMask, type ObjectRule, objectMasks } from "./layer-overlaps.ts";
import { named } from "./named.ts";
import { once } from "./once.ts";
import type { ScoreSettings } from "./score-settings.ts";

/** Classes, and objects where the files have them, of a predicted and a true mask. */
export interface LabelMaps {
  /** A class per pixel. */
  readonly predicted: LabelArray;
  readonly truth: LabelArray;
  /** Classes whose pixels are left out where they are true, and are no class where they are predicted. */
  readonly ignore: readonly number[];
  /** The files' own objects; absent where objects are the connected parts of a class. */
  readonly objects?: {
    readonly predicted: LabelArray;
    readonly truth: LabelArray;
    /** 0 where the truth is ignored. */
    readonly known?: Uint8Array;
    /** By class, where objects have one. */
    readonly ofClass?: (label: number) => InstanceOverlaps;
    /** Where objects of a file overlap: each whole, and what they share. The maps then have the last one of each pixel. */
    readonly whole?: () => {
      readonly predicted: readonly ObjectMask[];
      readonly truth: readonly ObjectMask[];
      readonly overlaps: InstanceOverlaps;
    };
    readonly isOfClass?: (side: "predicted" | "truth", segment: number, label: number) => boolean;
  };
  /** Classes that were seen to have objects. */
  readonly things?: readonly number[];
}

/** Void in a map of classes, which has no such label. */
const VOID = -1;

/** What labels are, by `--labels`. */
const KINDS: Readonly<
  Record<
    ScoreSettings["labels"],
    (p: Raster, t: Raster, pair: FilePair, settings: ScoreSettings) => LabelMaps
  >
> = {
  classes(p, t, _, { ignore }) {
    const maps = storedLabels(p, t);
    return { ...maps, ignore: ignore.map(stored) };
  },
  foreground: (p, t, _, { ignore }) => foregroundOf(storedLabels(p, t), ignore),
  instances(p, t, _, { ignore, parts }) {
    const files = storedLabels(p, t);
    const left = new Set(ignore.map(stored));
    const isKnown = (label: number) => Number(!left.has(label));
    const known = mappedLabels(files.truth, isKnown, new Uint8Array(files.truth.length));
    // A predicted object has no ignored number.
    const kept = (label: number) => (left.has(label) ? 0 : label);
    const predicted = mappedLabels(files.predicted, kept, new Int32Array(files.predicted.length));
    const rule = { without: left, smallest: parts?.smallest ?? 1 };
    const whole = p.layers || t.layers ? { whole: once(() => wholeObjects(p, t, rule, known)) } : {};
    return { ...foregroundOf(files, ignore), objects: { ...files, predicted, known, ...whole } };
  },
  panoptic: (p, t, pair, settings) =>
    ofSegments(segmentsOf(p, pair, "predicted", settings), segmentsOf(t, pair, "truth", settings), settings),
};

function wholeObjects(p: Raster, t: Raster, rule: ObjectRule, known: Uint8Array) {
  const predicted = objectMasks(p, rule);
  const truth = objectMasks(t, { ...rule, known });
  return { predicted, truth, overlaps: layerOverlaps(predicted, truth, known.length, known) };
}

export function labelMaps(p: Raster, t: Raster, pair: FilePair, settings: ScoreSettings): LabelMaps {
  return KINDS[settings.labels](p, t, pair, settings);
}

function foregroundOf(
  { predicted, truth }: Pick<LabelMaps, "predicted" | "truth">,
  ignore: readonly number[],
): LabelMaps {
  const left = ignore.map(stored);
  return {
    predicted: foreground(predicted, left),
    truth: foreground(truth, left),
    ignore: left.map(ignoredLabel),
  };
}

/** Rasters have been read as labels, unless they are pictures of segments. */
function storedLabels(p: Raster, t: Raster) {
  return { predicted: labelsOf(p), truth: labelsOf(t) };
}

function labelsOf({ data }: Raster): LabelArray {
  return data as LabelArray;
}

/** Large labels wrap as they do in an array of 32 bits. */
function stored(label: number): number {
  return label | 0;
}

function segmentsOf(
  raster: Raster,
  pair: FilePair,
  side: "predicted" | "truth",
  { panoptic, ignore }: ScoreSettings,
): PanopticMap {
  const path = pair[side];
  const { divisor = 1000, things = [], segments } = panoptic ?? {};
  if (!segments) return numberedSegments(labelsOf(raster), { divisor, things, ignore: [0, ...ignore] });
  const info = segments[side][pair.name];
  if (!info)
    throw new Error(`${path}: the JSON of --segments has no annotation with the file name ${pair.name}`);
  const kept = info.filter(({ category_id: category }) => !ignore.includes(category));
  const pixels = raster.width * raster.height * raster.depth;
  const map = named(path, () => cocoSegments(raster.data as LabelArray, info, pixels));
  return { ...map, classes: new Map(kept.map(({ id, category_id }) => [id, category_id])) };
}

function ofSegments(p: PanopticMap, t: PanopticMap, { panoptic }: ScoreSettings): LabelMaps {
  const classesOf = ({ segments, classes }: PanopticMap) =>
    mappedLabels(segments, (segment) => classes.get(segment) ?? VOID, new Int32Array(segments.length));
  const overlaps = once(() => segmentOverlaps(p, t));
  const none: InstanceOverlaps = {
    predicted: { labels: [], sizes: [] },
    truth: { labels: [], sizes: [] },
    pairs: [],
  };
  const sides = { predicted: p, truth: t };
  const objects = {
    predicted: p.segments,
    truth: t.segments,
    ofClass: (label: number) => overlaps().get(label) ?? none,
  };
  const isOfClass = (side: "predicted" | "truth", segment: number, label: number) =>
    sides[side].classes.get(segment) === label;
  const divisor = panoptic?.divisor ?? 1000;
  const seen = panoptic?.segments ? [] : [...t.classes].filter(([segment]) => segment >= divisor);
  return {
    ...{ predicted: classesOf(p), truth: classesOf(t), ignore: [VOID], objects: { ...objects, isOfClass } },
    things: [...new Set(seen.map(([, label]) => label))],
  };
}
