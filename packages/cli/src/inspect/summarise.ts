import type { Advice } from "./advice/advice-kind.ts";
import { ADVISERS } from "./advice/index.ts";
import { TILE } from "./facts/empty-tiles.ts";
import type { Grouping } from "./groups/group-names.ts";
import {
  type ImageRow,
  INSPECTION_VERSION,
  type Inspection,
  type SizeCount,
  type TruthSummary,
} from "./inspection.ts";
import type { SeenSet, SeenTruth, SeenTruths } from "./see/seen-set.ts";
import { classSummaries } from "./summary/class-summaries.ts";
import { findDuplicates } from "./summary/find-duplicates.ts";
import { intensitySummary } from "./summary/intensity-summary.ts";
import { objectSummary } from "./summary/object-summary.ts";
import { sum } from "./summary/sum.ts";

/** Everything that is said of a set, from what was seen of its images. */
export function summarise(set: SeenSet, grouping: Grouping): Inspection {
  const { images } = set;
  const channels = images.reduce((most, one) => Math.max(most, one.channels.length), 1);
  const truth = summariseTruth(set, grouping);
  return {
    ...{ version: INSPECTION_VERSION, ...truth, channels },
    intensity: intensitySummary(images, channels),
    duplicates: findDuplicates(set, grouping.groups),
    ...{ notes: set.notes, problems: [...set.problems].sort(), advice: adviceOf(truth) },
  };
}

/** What follows for losses. */
export function adviceOf(truth: TruthSummary): readonly Advice[] {
  return truth.images.length > 0 ? ADVISERS.flatMap((advise) => advise(truth)) : [];
}

/** What the masks of a set say. */
export function summariseTruth(set: SeenTruths, { groups, rule, note }: Grouping): TruthSummary {
  const { name, classes, images, numbered } = set;
  const rows = images.map((one, i) => rowOf(one, groups[i]));
  const pixels = rows.map((row) => sum(row.pixels));
  return {
    ...{ name, classes, ignore: set.ignore ?? null, images: rows, sizes: sizesOf(images) },
    files: new Set(images.map(({ file }) => file)).size,
    grouping: { rule, note, count: new Set(groups).size, largest: largestGroup(groups) },
    pixels: {
      total: sum(images.map(({ width, height }) => width * height)),
      ignored: sum(rows.map(({ ignored }) => ignored)),
      foreground: sum(pixels) - sum(rows.map((row) => row.pixels[0])),
    },
    perClass: classSummaries(images, classes, groups),
    empty: rows.filter((row, i) => pixels[i] === row.pixels[0]).map((row) => row.name),
    tiles: {
      size: TILE,
      count: sum(images.map(({ mask }) => mask.tiles)),
      empty: sum(images.map(({ mask }) => mask.emptyTiles)),
    },
    objects: objectSummary(images, numbered),
  };
}

function rowOf({ name, width, height, mask }: SeenTruth, group: string): ImageRow {
  const { pixels, ignored } = mask.counts;
  const { pixels: objects, touching } = mask.objects;
  return { name, group, width, height, pixels, ignored, objects: objects.length, touching };
}

/** The most frequent size first, then the larger. */
function sizesOf(images: readonly SeenTruth[]): SizeCount[] {
  const sizes = new Map<string, SizeCount>();
  for (const { width, height } of images) {
    const key = `${width}x${height}`;
    sizes.set(key, { width, height, images: (sizes.get(key)?.images ?? 0) + 1 });
  }
  return [...sizes.values()].sort(
    (a, b) => b.images - a.images || b.width * b.height - a.width * a.height || b.width - a.width,
  );
}

function largestGroup(groups: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
