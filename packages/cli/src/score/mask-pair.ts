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
import type { LabelMaps } from "./label-maps.ts";
import { once, oncePer } from "./once.ts";
import type { ScoreSettings } from "./score-settings.ts";
import type { ScoredClass } from "./scored-classes.ts";

interface Place extends Pick<MaskPair, "shape" | "spacing"> {
  /** 0 where the truth is ignored; absent where nothing is. */
  readonly known?: Uint8Array;
}

/** The masks of one class, made when a metric asks for them. */
export function maskPair(
  scored: ScoredClass,
  maps: LabelMaps,
  { shape, spacing, known }: Place,
  { empty, surface, penalty, parts }: ScoreSettings,
): () => MaskPair {
  const labels = new Set(scored.labels);
  return once(() => {
    const ignored = known ? { known } : {};
    const inside = (map: LabelArray) =>
      Uint8Array.from(map, (value, i) => Number(labels.has(value) && known?.[i] !== 0));
    const [predicted, truth] = [inside(maps.predicted), inside(maps.truth)];
    const options = { ...partOptions(parts, shape), ...ignored };
    return {
      ...{ predicted, truth, shape, spacing, empty, penalty, ...ignored },
      ...(maps.objects
        ? ownObjects(maps.objects, scored, parts?.smallest ?? 1)
        : parted(predicted, truth, maps, scored, shape, options)),
      surface: oncePer((distance: Distance = "euclidean") =>
        surfaceDistances(predicted, truth, shape, { ...ignored, spacing, surface, penalty, distance }),
      ),
    };
  });
}

type Objects = Pick<MaskPair, "objects" | "overlaps">;

/** A label that no object has. */
const IGNORED = -1;

/** Objects that the files number. */
function ownObjects(
  { predicted, truth, known, whole, ofClass, isOfClass }: NonNullable<LabelMaps["objects"]>,
  { labels: [label] }: ScoredClass,
  smallest: number,
): Objects {
  const large = (map: LabelArray) => (smallest > 1 ? withoutSmallObjects(map, smallest) : map);
  const inClass = (side: "predicted" | "truth", map: LabelArray) =>
    isOfClass ? Int32Array.from(map, (segment) => (isOfClass(side, segment, label) ? segment : 0)) : map;
  const cleared = (map: LabelArray) => Int32Array.from(map, (value, i) => (known?.[i] === 0 ? 0 : value));
  const objects = once(
    () => [large(cleared(inClass("predicted", predicted))), large(cleared(inClass("truth", truth)))] as const,
  );
  if (ofClass) return { objects, overlaps: once(() => ofClass(label)) };
  if (whole) return { objects, overlaps: () => whole().overlaps };
  const marked = () => Int32Array.from(objects()[1], (value, i) => (known?.[i] === 0 ? IGNORED : value));
  return { objects, overlaps: once(() => instanceOverlaps(large(predicted), marked(), { ignore: IGNORED })) };
}

/** Objects that are the connected parts of the masks. */
function parted(
  predicted: Uint8Array,
  truth: Uint8Array,
  maps: LabelMaps,
  { labels }: ScoredClass,
  shape: readonly number[],
  options: ObjectOptions,
): Objects {
  const objects = once(
    () => [findObjects(predicted, shape, options), findObjects(truth, shape, options)] as const,
  );
  const { known } = options;
  if (!known) return { objects };
  const overlaps = once(() => {
    const [p, t] = objects();
    const whole = Uint8Array.from(maps.predicted, (value) => Number(labels.includes(value)));
    const marked = t.map((value, i) => (known[i] ? value : IGNORED));
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
