import { type ColourSource, colourNumber, type Palette } from "@segloss/io";

/** Bytes of a PNG before which its palette begins, but for large colour profiles. */
export const HEAD: number = 4096;
/** Files that are looked at before it is believed that none has a palette. */
const LOOKED_AT = 8;
/** Bytes of a PNG that say whether it has a palette. */
export const PNG_HEADER: number = 33;
const PALETTE = 0x504c5445;
const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const COLOUR_TYPE = 25;
const INDEXED = 3;

/**
 * The labels of colours where PNGs have palettes that number the same colours differently, as tools do that save palettes anew for each
 * file: those of the palette with most colours. undefined where all agree.
 *
 * @param names of the files of a folder
 * @param headOf the first `HEAD` bytes of a file
 */
export async function differingPalettes(
  names: readonly string[],
  headOf: (name: string) => Uint8Array | Promise<Uint8Array>,
  pathOf: (name: string) => string,
): Promise<ColourSource | undefined> {
  const palettes: { name: string; table: Map<number, number> }[] = [];
  for (const [k, name] of names
    .filter((one) => one.toLowerCase().endsWith(".png"))
    .sort()
    .entries()) {
    if (k === LOOKED_AT && palettes.length === 0) return undefined;
    const table = tableOf(await headOf(name));
    if (table) palettes.push({ name, table });
  }
  if (palettes.length < 2) return undefined;
  const most = palettes.reduce((a, b) => (b.table.size > a.table.size ? b : a));
  const differs = palettes.some(({ table }) =>
    [...table].some(([colour, index]) => (most.table.get(colour) ?? index) !== index),
  );
  return differs ? { table: most.table, name: `the palette of ${pathOf(most.name)}` } : undefined;
}

/** The first index of each colour; undefined where a file has no palette or cannot be looked into. */
function tableOf(bytes: Uint8Array): Map<number, number> | undefined {
  const stored = storedPalette(bytes);
  return stored && stored !== "unknown" ? firstIndices(stored) : undefined;
}

function firstIndices(colours: Uint8Array): Map<number, number> {
  const table = new Map<number, number>();
  for (let index = 0; 3 * index < colours.length; index++) {
    const [red, green, blue] = colours.subarray(3 * index);
    const colour = colourNumber(red, green, blue);
    if (!table.has(colour)) table.set(colour, index);
  }
  return table;
}

/** The palette of a PNG by its first bytes; undefined where it has a colour in it, "unknown" where it begins beyond them. */
export function grayPngPalette(bytes: Uint8Array): Palette | "unknown" | undefined {
  const stored = storedPalette(bytes);
  if (!stored || stored === "unknown") return stored;
  if (!stored.every((value, k) => k % 3 === 0 || value === stored[k - 1])) return undefined;
  return Array.from({ length: stored.length / 3 }, (_, index) => [
    ...stored.subarray(3 * index, 3 * index + 3),
  ]);
}

/** Whether a PNG has a palette, by its first `PNG_HEADER` bytes. */
export function hasPalette(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, k) => bytes[k] === byte) && bytes[COLOUR_TYPE] === INDEXED;
}

/**
 * Red, green and blue of each entry, by the first bytes of a PNG; undefined where it has no palette or is no PNG, "unknown" where it begins
 * beyond them.
 *
 * Format: https://www.w3.org/TR/png-3/
 */
function storedPalette(bytes: Uint8Array): Uint8Array | "unknown" | undefined {
  if (!hasPalette(bytes)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = PNG_HEADER; at + 8 <= bytes.length; ) {
    const [length, type] = [view.getUint32(at), view.getUint32(at + 4)];
    if (type === PALETTE && at + 8 + length <= bytes.length)
      return bytes.subarray(at + 8, at + 8 + length - (length % 3));
    at += 12 + length;
  }
  return "unknown";
}
