import type { DataSet, Sample } from "../data-set.ts";
import { countClasses } from "./count-classes.ts";
import { hashOf, hashOfFacts } from "./fingerprint.ts";
import type { Shelf } from "./shelf.ts";
import { statisticsOf } from "./statistics.ts";
import type { StoredImage, StoredSet } from "./stored-set.ts";

/** Puts the images of a data set in memory onto a shelf, one after the other. */
export function dataSetOnto(shelf: Shelf, dataSet: DataSet): StoredSet {
  const { name, classes, channels, ignore, notes, credit, validationGroups } = dataSet;
  const hashes: string[] = [];
  const images = dataSet.images.map((sample) => imageOnto(shelf, sample, dataSet, hashes));
  return {
    ...{ name, classes, channels, images, notes },
    ...(ignore !== undefined && { ignore }),
    ...(credit !== undefined && { credit }),
    ...(validationGroups && { validationGroups }),
    fingerprint: hashOfFacts([classes, ignore ?? null, hashes]),
  };
}

function imageOnto(
  shelf: Shelf,
  sample: Sample,
  { channels, classes, ignore }: DataSet,
  hashes: string[],
): StoredImage {
  const { name, width, height, group, spacing, image, mask, instances } = sample;
  const arrays = [image, mask, ...(instances ? [instances] : [])];
  hashes.push(hashOfFacts([name, width, height, ...arrays.map(hashOf)]));
  const scaling = { channels, low: 0, scale: 1 };
  return {
    ...{ name, width, height, group, hasObjects: instances !== undefined },
    ...(spacing && { spacing }),
    classPixels: countClasses(mask, classes.length, ignore),
    statistics: statisticsOf(image, mask, ignore, scaling),
    pixels: { place: shelf.put(image), ...scaling },
    mask: shelf.put(mask),
    ...(instances && { instances: shelf.put(instances) }),
  };
}
