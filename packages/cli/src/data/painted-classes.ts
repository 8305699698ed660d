import { formatOf } from "@segloss/io";
import { type PaintSettings, readAnnotationFile } from "./annotation-file.ts";
import type { FileSystem } from "./files/file-system.ts";
import { isAnnotationFile } from "./is-annotation-file.ts";
import { BESIDE_MASKS } from "./named-masks.ts";

/**
 * What annotation files among some paths have in common: names of classes, numbered in one order for all files, since tools that know
 * classes by name alone give them no numbers; and the file that lists of results belong to. Empty where there are none.
 */
export async function paintedClasses(
  files: FileSystem,
  paths: readonly string[],
  truth: string,
): Promise<Pick<PaintSettings, "classes" | "truth">> {
  const found = (await Promise.all(paths.map((path) => annotationFilesIn(files, path)))).flat();
  if (found.length === 0) return {};
  const names = new Set<string>();
  for (const file of found) {
    const { images } = await readAnnotationFile(files, file, truth);
    for (const { objects } of images)
      for (const { label, category } of objects) if (category === undefined) names.add(label);
  }
  return { classes: [...names].sort(), ...(isAnnotationFile(truth) && { truth }) };
}

async function annotationFilesIn(files: FileSystem, path: string): Promise<string[]> {
  if ((await files.kindOf(path)) !== "folder") return isAnnotationFile(path) ? [path] : [];
  // A folder that is one image (OME-Zarr) has JSON of its own.
  if (formatOf(path)) return [];
  return (await files.list(path))
    .filter(({ name }) => isAnnotationFile(name) && !BESIDE_MASKS.includes(name.toLowerCase()))
    .map(({ name }) => files.join(path, name));
}
