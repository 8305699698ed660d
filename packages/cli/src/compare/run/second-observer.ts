import { copyFile, link, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { confusionMatrix, diceScore, score } from "segloss/metrics";
import type { ImageSource } from "../../data/image-source.ts";
import { openSource, type SourceOptions } from "../../data/open-source.ts";
import type { DataDescription } from "../protocol/results.ts";

/** Folders in which people keep the masks of a second observer beside `masks/`. */
const SECOND =
  /^(masks?|labels?|annotations?)[-_]?(2|2nd|second|b|(observer|rater|reader)[-_]?2|(2nd|second)[-_]?(observer|rater|reader))$/i;
const IMAGES = /^(images?|imgs?)$/i;

/**
 * How well a second observer agrees with the masks: the mean over images of the mean Dice over the scored classes that the first one sees. Networks are not to be
 * expected to agree better. Null where no second set of masks is there, or it cannot be read as the first one is.
 *
 * @param folder of the data set, with images and masks in folders of their own
 */
export async function secondObserver(
  folder: string,
  source: ImageSource,
  scored: readonly number[],
  options: SourceOptions,
): Promise<DataDescription["observers"]> {
  const names = await readdir(folder).catch((): string[] => []);
  const [second, images] = [names.find((name) => SECOND.test(name)), names.find((name) => IMAGES.test(name))];
  if (second === undefined || images === undefined) return null;
  const place = await mkdtemp(join(tmpdir(), "segloss-observer-"));
  try {
    // The same reader as for the first masks: a set of the same images and these masks.
    await linkFiles(join(folder, images), join(place, "images"));
    await linkFiles(join(folder, second), join(place, "masks"));
    const { work: _, onProgress: _said, images: _most, ...same } = options;
    const other = await openSource(place, { ...same, skipUnreadable: true });
    try {
      return agreement(second, source, other, scored);
    } finally {
      other.close();
    }
  } catch {
    // Masks that cannot be read so are no second observer of these.
    return null;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** The files of a folder in another one, without a copy where the file system allows it. */
async function linkFiles(from: string, to: string): Promise<void> {
  await mkdir(to);
  const files = (await readdir(from, { withFileTypes: true })).filter((entry) => entry.isFile());
  for (const { name } of files)
    await link(join(from, name), join(to, name)).catch(() => copyFile(join(from, name), join(to, name)));
}

function agreement(
  folder: string,
  source: ImageSource,
  other: ImageSource,
  scored: readonly number[],
): DataDescription["observers"] {
  if (other.classes.length !== source.classes.length) return null;
  const values = source.images.flatMap(({ name }, image) => {
    const twin = other.images.findIndex((one) => one.name === name);
    return twin < 0 ? [] : diceOf(source, image, other, twin, scored);
  });
  if (values.length === 0) return null;
  return { folder, dice: values.reduce((a, b) => a + b, 0) / values.length, images: values.length };
}

/** Of one image; nothing where its truth has no scored class. */
function diceOf(
  source: ImageSource,
  image: number,
  other: ImageSource,
  twin: number,
  scored: readonly number[],
): number[] {
  const { width, height, classPixels } = source.images[image];
  const classes = scored.filter((c) => classPixels[c] > 0);
  if (classes.length === 0 || other.images[twin].width !== width || other.images[twin].height !== height)
    return [];
  const whole = { x: 0, y: 0, width, height };
  const { ignore } = source;
  const matrix = confusionMatrix(other.mask(twin, whole), source.mask(image, whole), {
    classes: source.classes.length,
    ...(ignore !== undefined && { ignore }),
  });
  return [score(diceScore, matrix, { classes }).value as number];
}
