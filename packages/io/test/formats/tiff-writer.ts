import { deflateSync } from "node:zlib";

export interface TiffPage {
  width: number;
  height: number;
  /** Bits of one sample. */
  bits: number;
  /** Samples of one pixel; default 1. */
  samples?: number;
  /** Bytes of the pixels as they stand in the file, before compression. */
  bytes: Uint8Array;
  /** PhotometricInterpretation: 0 white is zero, 1 black is zero (default), 2 RGB, 3 palette. */
  kind?: number;
  deflate?: boolean;
  /** 1 unsigned (default), 2 signed, 3 float. */
  format?: number;
  /** 2: planes one after the other. */
  planar?: number;
  /** ColorMap: all reds, then greens, then blues, 16 bits each. */
  palette?: readonly number[];
  /** Strips of equal length, uncompressed; default 1. */
  strips?: number;
}

/** A little-endian TIFF 6.0 file with one strip per page. */
export function writeTiff(pages: readonly TiffPage[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 8;
  const add = (part: Uint8Array): number => {
    const at = size;
    const even = part.length % 2 ? Uint8Array.from([...part, 0]) : part;
    parts.push(even);
    size += even.length;
    return at;
  };
  const directories = pages.map((page) => {
    const strip = page.deflate ? deflateSync(page.bytes) : page.bytes;
    const at = add(strip);
    const entries = entriesOf(page, at, strip.length, page.palette ? add(shorts(page.palette)) : 0);
    return page.strips ? withStrips(entries, page.strips, at, strip.length / page.strips, add) : entries;
  });
  const starts = directories.map(
    (_, i) => size + directories.slice(0, i).reduce((sum, d) => sum + d.length * 12 + 6, 0),
  );
  const header = Uint8Array.of(0x49, 0x49, 42, 0, ...uint32(starts[0]));
  const ends = directories.map((entries, i) => directory(entries, starts[i + 1] ?? 0));
  return Uint8Array.from([header, ...parts, ...ends].flatMap((part) => [...part]));
}

/** Tag, type (3 short, 4 long), count, value or offset. */
type Entry = readonly [number, number, number, number];

function entriesOf(page: TiffPage, strip: number, stripBytes: number, palette: number): Entry[] {
  const { samples = 1, kind = 1 } = page;
  const entries: Entry[] = [
    [256, 4, 1, page.width],
    [257, 4, 1, page.height],
    // One count for all samples: readers take the first.
    [258, 3, 1, page.bits],
    [259, 3, 1, page.deflate ? 8 : 1],
    [262, 3, 1, kind],
    [273, 4, 1, strip],
    [277, 3, 1, samples],
    [278, 4, 1, page.height],
    [279, 4, 1, stripBytes],
    [284, 3, 1, page.planar ?? 1],
  ];
  if (page.palette) entries.push([320, 3, page.palette.length, palette]);
  if (samples === 2 || samples === 4) entries.push([338, 3, 1, 2]);
  entries.push([339, 3, 1, page.format ?? 1]);
  return entries;
}

function withStrips(
  entries: readonly Entry[],
  strips: number,
  at: number,
  bytes: number,
  add: (part: Uint8Array) => number,
): Entry[] {
  const starts = add(
    Uint8Array.from(Array.from({ length: strips }, (_, k) => uint32(at + k * bytes)).flat()),
  );
  const counts = add(Uint8Array.from(Array.from({ length: strips }, () => uint32(bytes)).flat()));
  const places = new Map([
    [273, starts],
    [279, counts],
  ]);
  return entries.map((entry) =>
    places.has(entry[0]) ? [entry[0], 4, strips, places.get(entry[0])!] : entry,
  );
}

function directory(entries: readonly Entry[], next: number): Uint8Array {
  const bytes = entries.flatMap(([tag, type, count, value]) => [
    ...uint16(tag),
    ...uint16(type),
    ...uint32(count),
    ...uint32(value),
  ]);
  return Uint8Array.from([...uint16(entries.length), ...bytes, ...uint32(next)]);
}

function shorts(values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap(uint16));
}

function uint16(value: number): number[] {
  return [value & 255, (value >> 8) & 255];
}

function uint32(value: number): number[] {
  return [...uint16(value & 65535), ...uint16(value >>> 16)];
}
