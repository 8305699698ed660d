import { stemOf } from "@segloss/io";
import type { FileSystem } from "../files/file-system.ts";
import { textOrNone } from "../files/text-or-none.ts";
import { labelStem, placesOfImages } from "../yolo-file.ts";
import { holdsLabels, isLabelName } from "../yolo-folder.ts";
import { yoloNames } from "../yolo-names.ts";
import type { AnnotationEntry, FoundAnnotations } from "./annotation-entry.ts";

/** Label files of YOLO among the files of a data set; undefined where there are none. */
export async function findLabels(
  fs: FileSystem,
  root: string,
  files: readonly string[],
  pictures: readonly string[],
): Promise<FoundAnnotations | undefined> {
  const texts = files.filter((file) => isLabelName(file.replace(/^.*\//, "")));
  const folders = [...new Set(texts.map(fs.dirname))];
  const places = new Map(pictures.map((path) => [fs.join(root, fs.dirname(path), stemOf(path)), path]));
  const entries: AnnotationEntry[] = [];
  for (const folder of folders) {
    const own = texts.filter((file) => fs.dirname(file) === folder);
    const names = own.map((file) => file.replace(/^.*\//, ""));
    if (!(await holdsLabels(fs, fs.join(root, folder), names))) continue;
    const images = placesOfImages(fs, fs.join(root, folder));
    for (const file of own) {
      const found = images.flatMap((place) => places.get(fs.join(place, labelStem(file))) ?? []);
      entries.push({
        ...{ path: fs.join(root, file), name: labelStem(file), file, pictures: found.slice(0, 1) },
        numbers: await numbersIn(fs, fs.join(root, file)),
        labels: new Set(),
        crowds: false,
      });
    }
  }
  // Texts without a picture may be anything.
  if (!entries.some((entry) => entry.pictures.length > 0)) return undefined;
  const names = await yoloNames(fs, fs.join(root, fs.dirname(entries[0].file)));
  const known = new Map(names.map((name, k) => [k + 1, name]));
  const numbers = new Set(entries.flatMap((entry) => [...entry.numbers]));
  for (const number of numbers) if (!known.has(number)) known.set(number, `class ${number - 1}`);
  return { entries, names: known, notes: [] };
}

/** Numbers of the classes of a label file; what is wrong with it is said when it is painted. */
async function numbersIn(fs: FileSystem, path: string): Promise<ReadonlySet<number>> {
  const text = await textOrNone(fs, path);
  const first = text.split(/\r?\n/).flatMap((line) => /^\s*(\d+)\s/.exec(line)?.[1] ?? []);
  return new Set(first.map((digits) => Number(digits) + 1));
}
