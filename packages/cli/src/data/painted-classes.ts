import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type PaintSettings, readAnnotationFile } from "./annotation-file.ts";
import { isAnnotationFile } from "./is-annotation-file.ts";
import { BESIDE_MASKS } from "./named-masks.ts";

/**
 * What annotation files among some paths have in common: names of classes, numbered in one order for all files, since tools that know
 * classes by name alone give them no numbers; and the file that lists of results belong to. Empty where there are none.
 */
export async function paintedClasses(
  paths: readonly string[],
  truth: string,
): Promise<Pick<PaintSettings, "classes" | "truth">> {
  const files = (await Promise.all(paths.map(annotationFilesIn))).flat();
  if (files.length === 0) return {};
  const names = new Set<string>();
  for (const file of files) {
    const { images } = await readAnnotationFile(file, truth);
    for (const { objects } of images)
      for (const { label, category } of objects) if (category === undefined) names.add(label);
  }
  return { classes: [...names].sort(), ...(isAnnotationFile(truth) && { truth }) };
}

async function annotationFilesIn(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return isAnnotationFile(path) ? [path] : [];
  const names = await readdir(path);
  return names
    .filter((name) => isAnnotationFile(name) && !BESIDE_MASKS.includes(name.toLowerCase()))
    .map((name) => join(path, name));
}
