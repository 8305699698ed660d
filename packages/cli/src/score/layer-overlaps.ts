import type { Raster } from "@segloss/io";
import type { InstanceOverlaps } from "segloss/metrics";

/** One object, which may share pixels with others of its image. */
export interface ObjectMask {
  readonly label: number;
  /** Indices of its pixels, ascending. */
  readonly places: Int32Array;
}

/** Which objects of an image count. */
export interface ObjectRule {
  /** Labels that are no object. */
  readonly without: ReadonlySet<number>;
  /** Objects of fewer pixels are left out. */
  readonly smallest: number;
  /** 0 where the truth is ignored; absent where nothing is. */
  readonly known?: Uint8Array;
}

/** The objects of a mask, each whole: its layers, or where it has none its labels. Layers without a pixel are no object. */
export function objectMasks(raster: Raster, { without, smallest, known }: ObjectRule): ObjectMask[] {
  const counts = (i: number) => known?.[i] !== 0;
  const all = raster.layers
    ? raster.layers.map(({ label, mask }) => ({ label, places: placesIn(mask, counts) }))
    : labelPlaces(raster, counts);
  return all.filter(({ label, places }) => !without.has(label) && places.length >= Math.max(1, smallest));
}

function placesIn(mask: Uint8Array, counts: (i: number) => boolean): Int32Array {
  const places: number[] = [];
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0 && counts(i)) places.push(i);
  return Int32Array.from(places);
}

function labelPlaces({ data }: Raster, counts: (i: number) => boolean): ObjectMask[] {
  const found = new Map<number, number[]>();
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0 || !counts(i)) continue;
    const places = found.get(data[i]);
    if (places) places.push(i);
    else found.set(data[i], [i]);
  }
  return [...found].map(([label, places]) => ({ label, places: Int32Array.from(places) }));
}

/**
 * Overlaps of objects of which each has a mask of its own, as those of COCO's run lengths have.
 *
 * @param predicted with their pixels where the truth is ignored
 * @param truth without
 */
export function layerOverlaps(
  predicted: readonly ObjectMask[],
  truth: readonly ObjectMask[],
  pixels: number,
  known?: Uint8Array,
): InstanceOverlaps {
  const at = objectsAt(truth, pixels);
  const sizes = predicted.map(({ places }) => places.reduce((sum, i) => sum + Number(known?.[i] !== 0), 0));
  const pairs = predicted.flatMap(({ places }, p) => {
    const shared = new Map<number, number>();
    for (const i of places)
      for (let k = at.starts[i]; k < at.starts[i + 1]; k++)
        shared.set(at.objects[k], (shared.get(at.objects[k]) ?? 0) + 1);
    return [...shared].map(([t, count]) => ({
      predicted: p,
      truth: t,
      shared: count,
      iou: count / (sizes[p] + truth[t].places.length - count),
    }));
  });
  // All of an object may be where the truth is ignored: then it is none.
  const excused = predicted.flatMap(({ places }, p) => (places.length - sizes[p] > sizes[p] ? [p] : []));
  return {
    predicted: { labels: predicted.map(({ label }) => label), sizes },
    truth: { labels: truth.map(({ label }) => label), sizes: truth.map(({ places }) => places.length) },
    ...{ pairs, excused },
  };
}

/** The objects at each pixel: those of pixel i are `objects[starts[i]]` to `objects[starts[i + 1]]`, exclusive. */
function objectsAt(masks: readonly ObjectMask[], pixels: number) {
  const starts = new Int32Array(pixels + 1);
  for (const { places } of masks) for (const i of places) starts[i + 1]++;
  for (let i = 0; i < pixels; i++) starts[i + 1] += starts[i];
  const objects = new Int32Array(starts[pixels]);
  const next = starts.slice();
  masks.forEach(({ places }, object) => {
    for (const i of places) objects[next[i]++] = object;
  });
  return { starts, objects };
}
