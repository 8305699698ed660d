import { type FillRule, formatOf, stemOf } from "@segloss/io";
import type { ClassFile } from "../class-file.ts";
import { CROWD_LABEL } from "../crowd-label.ts";
import { dataError, firstFew } from "../data-error.ts";
import { fileTree } from "../file-tree.ts";
import type { FileSystem } from "../files/file-system.ts";
import { type PaintedPair, paintedPairs } from "../painted-mask.ts";
import type { Pair, Pairs } from "../pair.ts";
import type { PixelSize } from "../yolo-file.ts";
import type { AnnotationEntry, FoundAnnotations } from "./annotation-entry.ts";
import { findAnnotations } from "./find-annotations.ts";
import { findLabels } from "./find-labels.ts";
import { holdsMasks } from "./holds-masks.ts";
import { splitOf } from "./split-of.ts";

/** Pictures with the annotations that belong to them. */
export interface AnnotatedPairs extends Pairs {
  /** What the numbers of painted masks mean. */
  readonly stated: ClassFile;
  /** Classes that files know by name alone, numbered from 1 in this order. */
  readonly classes: readonly string[];
  /** Stems of the validation part, where the set has one. */
  readonly held: readonly string[];
}

/**
 * A data set whose masks are annotations: COCO's `instances_*.json` or `annotations.json`, CVAT and Label Studio in or beside the folder of
 * images, LabelMe with one file an image, YOLO's `labels/`; in parts `train`, `val`, `test` as well. undefined where there are masks,
 * or no annotations.
 *
 * @throws DataError where annotations are damaged, or fit no picture
 */
export async function annotatedFolder(fs: FileSystem, folder: string): Promise<AnnotatedPairs | undefined> {
  const files = await fileTree(fs, folder).catch(() => [] as string[]);
  if (holdsMasks(files)) return undefined;
  const pictures = files.filter((file) => formatOf(file));
  if (pictures.length === 0) return undefined;
  const found =
    (await annotationsIn(fs, folder, files, pictures)) ?? (await annotationsBeside(fs, folder, pictures));
  return found && assembled(fs, folder, pictures, found);
}

async function annotationsIn(
  fs: FileSystem,
  root: string,
  files: readonly string[],
  pictures: readonly string[],
): Promise<FoundAnnotations | undefined> {
  return (await findAnnotations(fs, root, files, pictures)) ?? (await findLabels(fs, root, files, pictures));
}

/** Annotations that stand beside the folder of images, or in `annotations/` or `labels/` there. */
async function annotationsBeside(
  fs: FileSystem,
  folder: string,
  pictures: readonly string[],
): Promise<FoundAnnotations | undefined> {
  const here = fs.resolve(folder);
  const [above, own] = [fs.dirname(here), `${fs.basename(here)}/`];
  // Above the root is nothing.
  if (above === here) return undefined;
  const files = await fileTree(fs, above, (name) => /^(annotations|labels)$/i.test(name)).catch(() => []);
  const found = await annotationsIn(
    fs,
    above,
    files,
    pictures.map((path) => `${own}${path}`),
  );
  if (!found?.entries.some((entry) => entry.pictures.length > 0)) return undefined;
  const entries = found.entries.map((entry) => ({
    ...entry,
    pictures: entry.pictures.map((path) => path.slice(own.length)),
  }));
  return { ...found, entries };
}

function assembled(
  fs: FileSystem,
  folder: string,
  pictures: readonly string[],
  found: FoundAnnotations,
): AnnotatedPairs {
  const paired = pairedEntries(fs, folder, found.entries);
  const part = (picture: string) =>
    splitOf(picture.replace(/[^/]*$/, "")) ?? splitOf(paired.get(picture)?.file ?? "");
  const places = new Set([...paired.keys()].map(fs.dirname));
  const alone = pictures.filter((picture) => !paired.has(picture));
  const bare = alone.filter((picture) => places.has(fs.dirname(picture)));
  const all = [...paired.keys(), ...bare].sort();
  const heldPart = all.some((one) => part(one) === "val") ? "val" : "test";
  const isUsed = (picture: string) => heldPart === "test" || part(picture) !== "test";
  const used = all.filter(isUsed);
  const stems = uniqueStems(fs, used);
  const pairs = used.map((picture): Pair => {
    const path = paired.get(picture)?.path;
    const [image, stem] = [fs.join(folder, picture), stems.get(picture)!];
    return { stem, image, mask: path ?? image, painted: path === undefined ? {} : { path } };
  });
  const isHeld = (picture: string) => part(picture) === heldPart;
  const held = used.every(isHeld) ? [] : used.filter(isHeld).map((picture) => stems.get(picture)!);
  const empty = used.filter((one) => isEmpty(paired.get(one)));
  const missing = found.entries.filter((one) => one.pictures.length === 0);
  const notes = [
    ...found.notes,
    ...counted(
      missing.map(({ name }) => name),
      "annotated image is not there and is left out",
      "annotated images are not there and are left out",
    ),
    ...counted(
      alone.filter((one) => !places.has(fs.dirname(one))),
      "image in a folder without annotations is left out",
      "images in folders without annotations are left out",
    ),
    ...counted(
      all.filter((one) => !isUsed(one)),
      "image of the test part is left out",
      "images of the test part are left out",
    ),
    ...counted(
      empty.map((one) => stems.get(one)!),
      "image has no annotation: its mask is empty",
      "images have no annotation: their masks are empty",
    ),
  ];
  const classes = [...new Set([...paired.values()].flatMap((entry) => [...entry.labels]))].sort();
  return {
    pairs,
    notes,
    held,
    classes,
    stated: statedBy(folder, [...paired.values()], found.names, classes),
  };
}

/** Each picture with its annotations. */
function pairedEntries(
  fs: FileSystem,
  folder: string,
  entries: readonly AnnotationEntry[],
): ReadonlyMap<string, AnnotationEntry> {
  const paired = new Map<string, AnnotationEntry>();
  for (const entry of entries) {
    if (entry.pictures.length > 1)
      throw dataError(
        `${entry.path}: ${entry.pictures.map((one) => fs.join(folder, one)).join(" and ")} may both be meant; give them different names, or keep one`,
      );
    const [picture] = entry.pictures;
    if (picture === undefined) continue;
    const other = paired.get(picture);
    if (other)
      throw dataError(
        `${fs.join(folder, picture)}: ${other.path} and ${entry.path} both annotate it; keep one of them`,
      );
    paired.set(picture, entry);
  }
  if (paired.size === 0)
    throw dataError(
      `${folder}: none of the ${entries.length} annotated images is there (${firstFew(entries.map(({ name }) => name))}); put them into ${fs.join(folder, "images")}`,
    );
  return paired;
}

function isEmpty(entry: AnnotationEntry | undefined): boolean {
  return entry === undefined || entry.numbers.size + entry.labels.size === 0;
}

/** Names without extension where they are different, else paths without it. */
function uniqueStems(fs: FileSystem, pictures: readonly string[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const picture of pictures) counts.set(stemOf(picture), (counts.get(stemOf(picture)) ?? 0) + 1);
  const whole = (picture: string) => fs.join(fs.dirname(picture), stemOf(picture));
  return new Map(
    pictures.map((picture) => [picture, counts.get(stemOf(picture))! > 1 ? whole(picture) : stemOf(picture)]),
  );
}

function counted(items: readonly string[], one: string, several: string): string[] {
  return items.length === 0
    ? []
    : [`${items.length} ${items.length === 1 ? one : several} (${firstFew(items)})`];
}

/** The classes that objects have; the others of the file are left out. */
function statedBy(
  folder: string,
  entries: readonly AnnotationEntry[],
  names: ReadonlyMap<number, string>,
  classes: readonly string[],
): ClassFile {
  const used = new Set(entries.flatMap(({ numbers }) => [...numbers]));
  const numbered = [...names].filter(([number]) => used.has(number)).sort(([a], [b]) => a - b);
  if (numbered.length > 0 && classes.length > 0)
    throw dataError(
      `${folder}: some annotation files number their classes and others only name them (${firstFew(classes)}); export them in one format`,
    );
  const all = numbered.length > 0 ? numbered : classes.map((name, k) => [k + 1, name] as const);
  if (all.length === 0)
    throw dataError(`${folder}: its annotations hold no object, so there is nothing to learn or score`);
  return {
    names: ["background", ...all.map(([, name]) => name)],
    values: [0, ...all.map(([number]) => number)],
    ...(entries.some(({ crowds }) => crowds) && { ignore: CROWD_LABEL }),
  };
}

/** Reads the masks of such a set. */
export function paintOf(
  fs: FileSystem,
  { classes }: AnnotatedPairs,
  rule?: FillRule,
): (path: string | undefined, size: PixelSize) => Promise<PaintedPair> {
  return paintedPairs(fs, { ...(rule && { rule }), classes });
}
