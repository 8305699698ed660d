import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type PaintSettings, readAnnotationFile } from "./annotation-file.ts";
import { isAnnotationFile } from "./is-annotation-file.ts";
import { isFolder } from "./is-folder.ts";
import { BESIDE_MASKS } from "./named-masks.ts";

/**
 * What annotation files among some paths have in common: names of classes, numbered in one order for all files, since tools that know
 * classes by name alone give them no numbers; and the file that lists of results belong to. Empty where there are none.
 */
export async function paintedClasses(
  paths: readonly string[],
  truth: string,
): Promise<Pick<PaintSettings, "classes" | "truth">> {
  const files = paths.flatMap(annotationFilesIn);
  if (files.length === 0) return {};
  const names = new Set<string>();
  for (const file of files) {
    const { images } = await readAnnotationFile(file, truth);
    for (const { objects } of images)
      for (const { label, category } of objects) if (category === undefined) names.add(label);
  }
  return { classes: [...names].sort(), ...(isAnnotationFile(truth) && { truth }) };
}

function annotationFilesIn(path: string): string[] {
  if (!isFolder(path)) return isAnnotationFile(path) ? [path] : [];
  return readdirSync(path)
    .filter((name) => isAnnotationFile(name) && !BESIDE_MASKS.includes(name.toLowerCase()))
    .map((name) => join(path, name));
}
