import type { ListedLabels } from "@segloss/io";
import type { ClassFile } from "./class-file.ts";

/** The labels that a class file and options list: the values of the names, or 0, 1, 2, ... where it states none. */
export function listedLabels({ names, values, ignore }: ClassFile): ListedLabels {
  return { labels: values ?? names?.map((_, index) => index), ignore: ignore === undefined ? [] : [ignore] };
}
