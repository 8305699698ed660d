import type { ColourSource } from "@segloss/io";
import type { ClassFile } from "./class-file.ts";
import { colourSource } from "./colour-source.ts";
import type { FileSystem } from "./files/file-system.ts";
import { truthPalettes } from "./truth-palettes.ts";

/**
 * Labels by colour, from `labelmap.txt` or `classes.json`, or from palettes that do not agree; undefined where there is nothing to be said.
 *
 * @param written class files beside the masks and in the folder above
 */
export async function readColourTable(
  files: FileSystem,
  masks: string,
  written: readonly ClassFile[],
): Promise<ColourSource | undefined> {
  for (const file of written) {
    const table = colourSource(file);
    if (table) return table;
  }
  return (await files.kindOf(masks)) === "folder" ? truthPalettes(files, masks) : undefined;
}
