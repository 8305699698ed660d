import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { ColourSource } from "@segloss/io";
import { readClassFile } from "./class-names.ts";
import { colourSource } from "./colour-source.ts";
import { truthPalettes } from "./truth-palettes.ts";

/**
 * Labels by colour, from `labelmap.txt` or `classes.json` beside masks or in the folder above, or from palettes that do not agree;
 * undefined where there is nothing to be said.
 */
export async function readColourTable(masks: string): Promise<ColourSource | undefined> {
  const isFolder = (await stat(masks).catch(() => undefined))?.isDirectory() ?? false;
  const folder = isFolder ? masks : dirname(masks);
  for (const place of [folder, dirname(folder)]) {
    const table = colourSource(await readClassFile(place));
    if (table) return table;
  }
  return isFolder ? truthPalettes(masks) : undefined;
}
