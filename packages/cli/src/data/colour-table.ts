import { dirname } from "node:path";
import type { ColourSource } from "@segloss/io";
import { readClassFile } from "./class-names.ts";
import { colourSource } from "./colour-source.ts";
import { isFolder } from "./is-folder.ts";
import { truthPalettes } from "./truth-palettes.ts";

/**
 * Labels by colour, from `labelmap.txt` or `classes.json` beside masks or in the folder above, or from palettes that do not agree;
 * undefined where there is nothing to be said.
 */
export async function readColourTable(masks: string): Promise<ColourSource | undefined> {
  const isSet = isFolder(masks);
  const folder = isSet ? masks : dirname(masks);
  for (const place of [folder, dirname(folder)]) {
    const table = colourSource(await readClassFile(place));
    if (table) return table;
  }
  return isSet ? truthPalettes(masks) : undefined;
}
