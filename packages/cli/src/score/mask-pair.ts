import { mappedLabels } from "@segloss/io";
import type { LabelArray } from "segloss/fields";
import {
  type Distance,
  findObjects,
  instanceOverlaps,
  type MaskPair,
  type ObjectOptions,
  surfaceDistances,
  withoutSmallObjects,
} from "segloss/metrics";
import { partOptions } from "./connectivities.ts";
import type { MapPart } from "./covered-part.ts";
import type { LabelMaps } from "./label-maps.ts";
import { once, oncePer } from "./once.ts";
import type { ScoreSettings } from "./score-settings.ts";
import type { ScoredClass } from "./scored-classes.ts";

interface Place extends Pick<MaskPair, "shape" | "spacing"> {
  /** 0 where the truth is ignored; absent where nothing is. */
  readonly known?: Uint8Array;
  /** The part of the maps outside of which all is 0. */
  readonly covered: () => MapPart;
}

/** The masks of one class, made when a metric asks for them. */
export function maskPair(
  scored: ScoredClass,
  maps: LabelMaps,
  { shape, spacing, known, covered }: Place,
  { empty, surface, penalty, parts }: ScoreSettings,
): () => MaskPair {
  const labels = new Set(scored.labels);
  return once(() => {
    const ignored = known ? { known } : {};
    const inside = (map: LabelArray) =>
      whereKnown(
        mappedLabels(map, (label) => Number(labels.has(label)), new Uint8Array(map.length)),
        known,
        0,
      );
    const masks = once(() => [inside(maps.predicted), inside(maps.truth)] as const);
    const options = { ...partOptions(parts, shape), ...ignored };
    return {
      get predicted() {
        return masks()[0];
      },
      get truth() {
        return masks()[1];
      },
      ...{ shape, spacing, empty, penalty, ...ignored },
      ...(maps.objects
        ? ownObjects(maps.objects, scored, parts?.smallest ?? 1)
        : parted(masks, maps, scored, shape, options)),
      surface: oncePer((distance: Distance = "euclidean") => {
        const options = { ...ignored, spacing, surface, penalty, distance };
        if (known || labels.size > 1 || labels.has(0)) return surfaceDistances(...masks(), shape, options);
        const part = covered();
        const [label] = scored.labels;
        const found = surfaceDistances(part.predicted, part.truth, part.shape, { ...options, label });
        // The penalty for a mask that is not there may follow from the size of the whole image.
        return found.present === 1
          ? surfaceDistances(maps.predicted, maps.truth, shape, { ...options, label })
          : found;
      }),
    };
  });
}

type Objects = Pick<MaskPair, "objects" | "overlaps">;

/** A label that no object has. */
const IGNORED = -1;

/** The labels with another one written over those of unknown pixels. */
function whereKnown<T extends Uint8Array | Int32Array>(
  labels: T,
  known: LabelArray | undefined,
  other: number,
): T {
  if (known) for (let i = 0; i < labels.length; i++) if (known[i] === 0) labels[i] = other;
  return labels;
}

/** Objects that the files number. */
function ownObjects(
  { predicted, truth, known, whole, ofClass, isOfClass }: NonNullable<LabelMaps["objects"]>,
  { labels: [label] }: ScoredClass,
  smallest: number,
): Objects {
  const large = (map: LabelArray) => (smallest > 1 ? withoutSmallObjects(map, smallest) : map);
  const inClass = (side: "predicted" | "truth", map: LabelArray) =>
    isOfClass
      ? mappedLabels(
          map,
          (segment) => (isOfClass(side, segment, label) ? segment : 0),
          new Int32Array(map.length),
        )
      : map;
  const cleared = (map: LabelArray) => whereKnown(new Int32Array(map), known, 0);
  const objects = once(
    () => [large(cleared(inClass("predicted", predicted))), large(cleared(inClass("truth", truth)))] as const,
  );
  if (ofClass) return { objects, overlaps: once(() => ofClass(label)) };
  if (whole) return { objects, overlaps: () => whole().overlaps };
  const marked = () => whereKnown(new Int32Array(objects()[1]), known, IGNORED);
  return { objects, overlaps: once(() => instanceOverlaps(large(predicted), marked(), { ignore: IGNORED })) };
}

/** Objects that are the connected parts of the masks. */
function parted(
  masks: () => readonly [predicted: Uint8Array, truth: Uint8Array],
  maps: LabelMaps,
  { labels }: ScoredClass,
  shape: readonly number[],
  options: ObjectOptions,
): Objects {
  const objects = once(
    () => masks().map((mask) => findObjects(mask, shape, options)) as [Int32Array, Int32Array],
  );
  const { known } = options;
  if (!known) return { objects };
  const overlaps = once(() => {
    const [p, t] = objects();
    const isOfClass = (label: number) => Number(labels.includes(label));
    const whole = mappedLabels(maps.predicted, isOfClass, new Uint8Array(maps.predicted.length));
    const marked = whereKnown(t.slice(), known, IGNORED);
    return instanceOverlaps(continued(p, whole, shape, options), marked, { ignore: IGNORED });
  });
  return { objects, overlaps };
}

/** Objects with those of their pixels that are ignored: what of the whole mask hangs together with them there. */
function continued(
  objects: Int32Array,
  whole: Uint8Array,
  shape: readonly number[],
  { connectivity = "face" }: ObjectOptions,
): Int32Array {
  const parts = findObjects(whole, shape, { connectivity });
  const ofPart = new Map<number, number>();
  parts.forEach((part, i) => {
    if (objects[i] !== 0 && !ofPart.has(part)) ofPart.set(part, objects[i]);
  });
  return objects.map((object, i) => object || (ofPart.get(parts[i]) ?? 0));
}
