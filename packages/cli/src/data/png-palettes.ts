import { type ColourSource, colourNumber, type Palette } from "@segloss/io";
import type { ClassFile } from "./class-file.ts";
import { grayPalettes } from "./set-palettes.ts";

/** Bytes of a PNG before which its palette begins, but for large colour profiles. */
export const HEAD: number = 4096;
/** Files that are looked at before it is believed that none has a palette. */
const LOOKED_AT = 8;
const HEADER_BYTES = 33;
const PALETTE = 0x504c5445;
/** Place of the colour type in the header, and the types of gray pictures without and with alpha. */
const COLOUR_TYPE = 25;
const GRAY_KINDS = [0, 4];

/**
 * The labels of colours where PNGs have palettes that number the same colours differently, as tools do that save palettes anew for each
 * file: those of the palette with most colours, or the grays themselves where gray masks were given palettes. undefined where all agree.
 *
 * @param names of the files of a folder
 * @param headOf the first `HEAD` bytes of a file
 * @param stated what a class file says of the masks
 */
export async function differingPalettes(
  names: readonly string[],
  headOf: (name: string) => Uint8Array | Promise<Uint8Array>,
  pathOf: (name: string) => string,
  stated: ClassFile = {},
): Promise<ColourSource | undefined> {
  const palettes: { name: string; table: Map<number, number> }[] = [];
  const grays = grayPalettes(stated);
  for (const [k, name] of names
    .filter((one) => one.toLowerCase().endsWith(".png"))
    .sort()
    .entries()) {
    if (k === LOOKED_AT && palettes.length === 0) return undefined;
    const head = await headOf(name);
    const palette = paletteOf(head);
    if (palette || GRAY_KINDS.includes(head[COLOUR_TYPE])) grays.see(palette);
    if (palette) palettes.push({ name, table: firstIndices(palette) });
  }
  if (grays.areLabels()) return { table: GRAYS, name: `the grays of ${pathOf(palettes[0].name)}` };
  if (palettes.length < 2) return undefined;
  const most = palettes.reduce((a, b) => (b.table.size > a.table.size ? b : a));
  const differs = palettes.some(({ table }) =>
    [...table].some(([colour, index]) => (most.table.get(colour) ?? index) !== index),
  );
  return differs ? { table: most.table, name: `the palette of ${pathOf(most.name)}` } : undefined;
}

const GRAYS = new Map(Array.from({ length: 256 }, (_, gray) => [colourNumber(gray, gray, gray), gray]));

/** undefined where a file has no palette or cannot be looked into. */
function paletteOf(bytes: Uint8Array): Palette | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = HEADER_BYTES; at + 8 <= bytes.length; ) {
    const [length, type] = [view.getUint32(at), view.getUint32(at + 4)];
    if (type === PALETTE && at + 8 + length <= bytes.length)
      return Array.from({ length: length / 3 }, (_, index) => [
        ...bytes.subarray(at + 8 + 3 * index, at + 11 + 3 * index),
      ]);
    at += 12 + length;
  }
  return undefined;
}

function firstIndices(palette: Palette): Map<number, number> {
  return new Map(
    palette.map(([red, green, blue], index) => [colourNumber(red, green, blue), index] as const).reverse(),
  );
}
