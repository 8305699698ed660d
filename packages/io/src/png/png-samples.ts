import { inflate } from "../inflate/inflate.ts";
import { unpackedAtMost } from "../inflate/unpacked-at-most.ts";
import { joined } from "../joined.ts";
import type { PngChunk, PngHeader } from "./png-chunks.ts";

/** Channels of each colour type. */
const CHANNELS: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

/** Part of an image that is stored as one: every `stepX`-th pixel of every `stepY`-th row, from (x, y) on. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
}

const WHOLE: readonly Pass[] = [{ x: 0, y: 0, stepX: 1, stepY: 1 }];

/** Adam7 (PNG 3, section 8). */
const INTERLACED: readonly Pass[] = [
  { x: 0, y: 0, stepX: 8, stepY: 8 },
  { x: 4, y: 0, stepX: 8, stepY: 8 },
  { x: 0, y: 4, stepX: 4, stepY: 8 },
  { x: 2, y: 0, stepX: 4, stepY: 4 },
  { x: 0, y: 2, stepX: 2, stepY: 4 },
  { x: 1, y: 0, stepX: 2, stepY: 2 },
  { x: 0, y: 1, stepX: 1, stepY: 2 },
];

export function channelsOf({ colour }: PngHeader): number {
  return CHANNELS.get(colour)!;
}

/** Samples of the image, row-major [height, width, channels], of every depth and interlaced or not. */
export function pngSamples(header: PngHeader, chunks: readonly PngChunk[]): Uint8Array | Uint16Array {
  const passes = (header.interlaced ? INTERLACED : WHOLE).map((pass) => sized(pass, header));
  const due = passes.reduce((sum, { rowBytes, rows }) => sum + rows * (rowBytes + 1), 0);
  const packed = joined(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data));
  const possible = unpackedAtMost(packed.length);
  if (due > possible) throw cutShort(possible, due);
  const filtered = inflate(packed, "zlib", due);
  if (filtered.length < due) throw cutShort(filtered.length, due);
  const channels = channelsOf(header);
  const length = header.width * header.height * channels;
  const samples = header.bits === 16 ? new Uint16Array(length) : new Uint8Array(length);
  const pixelBytes = Math.max(1, (channels * header.bits) / 8);
  let at = 0;
  for (const pass of passes) {
    const bytes = filtered.subarray(at, at + pass.rows * (pass.rowBytes + 1));
    unfilterRows(bytes, pass.rowBytes, pass.rows, pixelBytes);
    place(bytes, pass, header, samples);
    at += bytes.length;
  }
  return samples;
}

function cutShort(has: number, due: number): Error {
  return new Error(`it is cut short: it has no more than ${has} bytes of pixels where ${due} are due`);
}

type SizedPass = Pass & { readonly columns: number; readonly rows: number; readonly rowBytes: number };

function sized(pass: Pass, header: PngHeader): SizedPass {
  const columns = Math.ceil((header.width - pass.x) / pass.stepX);
  const rowBytes = Math.ceil((columns * channelsOf(header) * header.bits) / 8);
  // A pass without columns has no rows either, not even the numbers of their filters.
  const rows = columns > 0 ? Math.max(0, Math.ceil((header.height - pass.y) / pass.stepY)) : 0;
  return { ...pass, columns, rows, rowBytes };
}

/** Takes the filters back in place; the number of its filter stands before each row. */
function unfilterRows(bytes: Uint8Array, rowBytes: number, rows: number, pixelBytes: number): void {
  const step = rowBytes + 1;
  for (let row = 0; row < rows; row++) {
    const start = row * step + 1;
    const unfilter = UNFILTER[bytes[start - 1]];
    if (!unfilter) throw new Error("a row of it has a filter that does not exist");
    // Above the first row all is 0.
    const above = row > 0 ? bytes.subarray(start - step, start - 1) : new Uint8Array(rowBytes);
    unfilter(bytes.subarray(start, start + rowBytes), above, pixelBytes);
  }
}

/** Takes a filter back from a row: bytes depend on those of the pixel to the left, of the row above, or both. */
type UnfilterRow = (row: Uint8Array, above: Uint8Array, pixel: number) => void;

/** PNG 3, section 9. */
const UNFILTER: readonly UnfilterRow[] = [
  () => {},
  (row, _, pixel) => {
    for (let i = pixel; i < row.length; i++) row[i] += row[i - pixel];
  },
  (row, above) => {
    for (let i = 0; i < row.length; i++) row[i] += above[i];
  },
  (row, above, pixel) => {
    for (let i = 0; i < pixel && i < row.length; i++) row[i] += above[i] >> 1;
    for (let i = pixel; i < row.length; i++) row[i] += (row[i - pixel] + above[i]) >> 1;
  },
  (row, above, pixel) => {
    for (let i = 0; i < pixel && i < row.length; i++) row[i] += above[i];
    for (let i = pixel; i < row.length; i++) row[i] += paeth(row[i - pixel], above[i], above[i - pixel]);
  },
];

/** Whichever of left, above and above left is nearest to left + above - above left, in this order. */
function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** Writes the samples of a pass to their places; samples of less than a byte stand most significant first. */
function place(
  bytes: Uint8Array,
  pass: SizedPass,
  header: PngHeader,
  samples: Uint8Array | Uint16Array,
): void {
  const { bits, width } = header;
  const channels = channelsOf(header);
  const mask = 2 ** bits - 1;
  for (let row = 0; row < pass.rows; row++) {
    const start = row * (pass.rowBytes + 1) + 1;
    const line = (pass.y + row * pass.stepY) * width;
    if (bits === 8 && pass.stepX === 1 && pass.x === 0) {
      samples.set(bytes.subarray(start, start + pass.rowBytes), line * channels);
      continue;
    }
    if (bits === 16 && pass.stepX === 1 && pass.x === 0) {
      for (let k = 0, to = line * channels; k < pass.rowBytes; k += 2, to++)
        samples[to] = (bytes[start + k] << 8) | bytes[start + k + 1];
      continue;
    }
    for (let column = 0; column < pass.columns; column++) {
      const to = (line + pass.x + column * pass.stepX) * channels;
      for (let c = 0; c < channels; c++) {
        const k = column * channels + c;
        if (bits === 16) samples[to + c] = (bytes[start + 2 * k] << 8) | bytes[start + 2 * k + 1];
        else if (bits === 8) samples[to + c] = bytes[start + k];
        else samples[to + c] = (bytes[start + ((k * bits) >> 3)] >> (8 - bits - ((k * bits) & 7))) & mask;
      }
    }
  }
}
