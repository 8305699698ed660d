import { formatOf, stemOf } from "@segloss/io";
import { MASK_SUFFIXES } from "../mask-suffixes.ts";

const MASK_FOLDERS: readonly string[] = ["mask", "masks", "labels", "labelstr", "segmentationclass"];

/** Whether there are masks among the files of a data set, in a folder of their own or called after their images. */
export function holdsMasks(files: readonly string[]): boolean {
  const readable = files.filter((file) => formatOf(file));
  // Pictures that lie in `labels/` beside their own label file are no masks.
  const texts = new Set(
    files.filter((file) => /\.(txt|json)$/i.test(file)).map((file) => file.replace(/\.\w+$/, "")),
  );
  const inFolder = readable.some((file) => {
    const folders = file.toLowerCase().split("/").slice(0, -1);
    return MASK_FOLDERS.some((name) => folders.includes(name)) && !texts.has(file.replace(/\.\w+$/, ""));
  });
  if (inFolder) return true;
  const stems = new Set(readable.map(stemOf));
  return [...stems].some((stem) =>
    MASK_SUFFIXES.some((suffix) => stem.endsWith(suffix) && stems.has(stem.slice(0, -suffix.length))),
  );
}
