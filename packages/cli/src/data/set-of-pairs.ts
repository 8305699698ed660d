import type { Labels } from "./data-set.ts";
import type { Labelling } from "./labelling.ts";
import type { MaskNumbers } from "./mask-numbers.ts";
import type { Pair } from "./pair.ts";
import type { ShelvedPair, Shelves } from "./shelve-pair.ts";
import { countClasses } from "./store/count-classes.ts";
import { hashOf, hashOfFacts } from "./store/fingerprint.ts";
import { furtherOn, type Place, type Shelf } from "./store/shelf.ts";
import { statisticsOf } from "./store/statistics.ts";
import type { StoredImage, StoredSet } from "./store/stored-set.ts";

/** Pairs of a set whose labels have been decided. */
export interface LabelledPairs {
  readonly name: string;
  readonly reads: readonly ShelvedPair[];
  readonly labelling: Labelling;
  readonly notes: readonly string[];
  readonly groupOf: ReadonlyMap<Pair, string>;
}

/** Makes class masks of the labels, pair by pair, and images of slices. The images are of one kind, see `oneKind`. */
export function setOfPairs(
  { name, reads, labelling, notes, groupOf }: LabelledPairs,
  shelves: Shelves,
): StoredSet {
  const channels = reads.reduce((most, { pixels }) => Math.max(most, pixels.channels), 0);
  const grays = reads.filter(({ pixels }) => pixels.channels !== channels).length;
  const gray = `${grays} of ${reads.length} images are gray and were given three equal channels`;
  const hashes: string[] = [];
  const images = reads.flatMap((read) => slicesOf(read, labelling, groupOf, shelves, hashes));
  const { classes, ignore } = labelling;
  return {
    ...{ name, classes, channels, images },
    ...(ignore !== undefined && { ignore }),
    masks: maskNumbers(labelling),
    notes: [...notes, ...(grays > 0 ? [gray] : [])],
    fingerprint: hashOfFacts([classes, ignore ?? null, hashes]),
  };
}

/** White for the one class is a number that every command knows. */
function maskNumbers({ kind, classes, ignore, indexOf }: Labelling): MaskNumbers {
  const pairs = [...indexOf];
  const left = pairs.find(([, index]) => index === ignore)?.[0] ?? ignore;
  const isWhite = (value: number) => classes.length === 2 && (value === 255 || value === 65535);
  const renumbered =
    kind === "classes" &&
    pairs.some(([value, index]) => index !== ignore && value !== index && !isWhite(value));
  return { ...(left !== undefined && { ignore: left }), renumbered };
}

/** What the slices of a pair are made of. */
interface MaskedPair {
  readonly read: ShelvedPair;
  readonly group: string;
  readonly mask: Uint8Array | Uint16Array;
  readonly places: { readonly mask: Place; readonly instances?: Place };
}

function slicesOf(
  read: ShelvedPair,
  labelling: Labelling,
  groupOf: LabelledPairs["groupOf"],
  shelves: Shelves,
  hashes: string[],
): StoredImage[] {
  const { pair, width, height, depth, spacing, pixels } = read;
  const labels = shelves.labels.get(read.labels, 0, width * height * depth) as Labels;
  const mask = classMask(labels, labelling);
  const instances = read.instances
    ? (shelves.labels.get(read.instances, 0, width * height * depth) as Labels)
    : labelling.kind === "instances" && withoutIgnored(labels, mask, labelling.ignore);
  const places = {
    mask: shelves.pixels.put(mask),
    ...(instances && { instances: shelves.pixels.put(instances) }),
  };
  hashes.push(
    hashOfFacts([
      [pair.stem, width, height, depth, spacing ?? null],
      [pixels.channels, pixels.low, pixels.scale, read.pixelsHash],
      [hashOf(mask), instances ? hashOf(instances) : null],
    ]),
  );
  const masked = { read, group: groupOf.get(pair) ?? pair.stem, mask, places };
  return Array.from({ length: depth }, (_, z) => sliceOf(masked, z, labelling, shelves.pixels));
}

function sliceOf(
  { read, group, mask, places }: MaskedPair,
  z: number,
  { classes, ignore }: Labelling,
  shelf: Shelf,
): StoredImage {
  const { pair, width, height, depth, spacing, pixels } = read;
  const area = width * height;
  const own = mask.subarray(z * area, (z + 1) * area);
  const place = furtherOn(pixels.place, z * area * pixels.channels);
  const stored = shelf.get(place, 0, area * pixels.channels);
  return {
    name: depth === 1 ? pair.stem : `${pair.stem}#${String(z).padStart(3, "0")}`,
    ...{ width, height, group, hasObjects: places.instances !== undefined },
    ...(spacing && { spacing: [spacing[1], spacing[2]] as const }),
    ...(depth > 1 && { slice: z }),
    classPixels: countClasses(own, classes.length, ignore),
    statistics: statisticsOf(stored, own, ignore, pixels),
    pixels: { ...pixels, place },
    mask: furtherOn(places.mask, z * area),
    ...(places.instances && { instances: furtherOn(places.instances, z * area) }),
  };
}

function classMask(labels: Labels, labelling: Labelling): Uint8Array | Uint16Array {
  const wide = labelling.classes.length > 256 || (labelling.ignore ?? 0) > 255;
  const mask = wide ? new Uint16Array(labels.length) : new Uint8Array(labels.length);
  let [previous, index] = [-1, 0];
  for (let i = 0; i < labels.length; i++) {
    // Neighbours mostly agree, and asking the map is the slow part.
    if (labels[i] !== previous) index = labelling.indexOf.get(labels[i])!;
    previous = labels[i];
    mask[i] = index;
  }
  return mask;
}

/** Object numbers, 0 where the mask is ignored. */
function withoutIgnored(labels: Labels, mask: ArrayLike<number>, ignore: number | undefined): Labels {
  return ignore === undefined ? labels : labels.map((label, i) => (mask[i] === ignore ? 0 : label));
}
