import { type ColourSource, colourNumber } from "@segloss/io";
import type { ClassFile } from "./class-file.ts";

/** The colours of a class file as a table. */
export function colourSource({ colours, values, source = "" }: ClassFile): ColourSource | undefined {
  if (!colours) return undefined;
  const table = new Map(
    colours.map(([red, green, blue], index) => [colourNumber(red, green, blue), values?.[index] ?? index]),
  );
  return { table, name: source };
}
