import type { Palette } from "../raster.ts";

/** The label of each colour. */
export type ColourTable = ReadonlyMap<number, number>;

/** A colour as one number, 0xrrggbb. */
export function colourNumber(red: number, green: number, blue: number): number {
  return red * 65536 + green * 256 + blue;
}

/** `#8000ff`, as it is written on web pages. */
export function colourText(colour: number): string {
  return `#${colour.toString(16).padStart(6, "0")}`;
}

/** Colours of a palette as numbers, by index. */
export function paletteColours(palette: Palette): number[] {
  return palette.map(([red, green, blue]) => colourNumber(red, green, blue));
}

/**
 * The index of each colour of a palette. Of indices with one colour those come first that the picture uses, then the lowest:
 * palettes are often filled up with black.
 */
export function paletteTable(palette: Palette, used: ReadonlySet<number>): ColourTable {
  const table = new Map<number, number>();
  paletteColours(palette).forEach((colour, index) => {
    const taken = table.get(colour);
    if (taken === undefined || (!used.has(taken) && used.has(index))) table.set(colour, index);
  });
  return table;
}
