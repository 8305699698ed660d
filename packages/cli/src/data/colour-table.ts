import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { type ColourSource, colourNumber } from "@segloss/io";
import { type ClassFile, readClassFile } from "./class-names.ts";

/** Labels by colour, from `labelmap.txt` or `classes.json` beside masks or in the folder above; undefined where none lists colours. */
export async function readColourTable(masks: string): Promise<ColourSource | undefined> {
  const folder = (await stat(masks).catch(() => undefined))?.isDirectory() ? masks : dirname(masks);
  for (const place of [folder, dirname(folder)]) {
    const table = colourSource(await readClassFile(place));
    if (table) return table;
  }
  return undefined;
}

/** The colours of a class file as a table. */
export function colourSource({ colours, values, source = "" }: ClassFile): ColourSource | undefined {
  if (!colours) return undefined;
  const table = new Map(
    colours.map(([red, green, blue], index) => [colourNumber(red, green, blue), values?.[index] ?? index]),
  );
  return { table, name: source };
}
