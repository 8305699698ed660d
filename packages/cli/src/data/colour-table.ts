import type { ColourSource } from "@segloss/io";
import { classFolders } from "./class-file-beside.ts";
import { readClassFile } from "./class-names.ts";
import { colourSource } from "./colour-source.ts";
import type { FileSystem } from "./files/file-system.ts";
import { truthPalettes } from "./truth-palettes.ts";

/**
 * Labels by colour, from `labelmap.txt` or `classes.json` beside masks or in the folder above, or from palettes that do not agree;
 * undefined where there is nothing to be said.
 */
export async function readColourTable(files: FileSystem, masks: string): Promise<ColourSource | undefined> {
  const folders = await classFolders(files, masks);
  for (const folder of folders) {
    const table = colourSource(await readClassFile(files, folder));
    if (table) return table;
  }
  return folders[0] === masks ? truthPalettes(files, masks) : undefined;
}
