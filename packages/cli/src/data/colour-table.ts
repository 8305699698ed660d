import type { ColourSource } from "@segloss/io";
import { readClassFile } from "./class-names.ts";
import { colourSource } from "./colour-source.ts";
import type { FileSystem } from "./files/file-system.ts";
import { truthPalettes } from "./truth-palettes.ts";

/**
 * Labels by colour, from `labelmap.txt` or `classes.json` beside masks or in the folder above, or from palettes that do not agree;
 * undefined where there is nothing to be said.
 */
export async function readColourTable(files: FileSystem, masks: string): Promise<ColourSource | undefined> {
  const isFolder = (await files.kindOf(masks)) === "folder";
  const folder = isFolder ? masks : files.dirname(masks);
  for (const place of [folder, files.dirname(folder)]) {
    const table = colourSource(await readClassFile(files, place));
    if (table) return table;
  }
  return isFolder ? truthPalettes(files, masks) : undefined;
}
