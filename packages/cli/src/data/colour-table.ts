import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { type ColourSource, colourNumber } from "@segloss/io";
import { type ClassFile, readClassFile } from "./class-names.ts";
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

/** The colours of a class file as a table. */
export function colourSource({ colours, values, source = "" }: ClassFile): ColourSource | undefined {
  if (!colours) return undefined;
  const table = new Map(
    colours.map(([red, green, blue], index) => [colourNumber(red, green, blue), values?.[index] ?? index]),
  );
  return { table, name: source };
}
