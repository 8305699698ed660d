import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tiff } from "../../src/formats/tiff.ts";
import type { Raster } from "../../src/raster.ts";
import { tiffLabels } from "../../src/tiff/plain/tiff-labels.ts";
import { decoded } from "../decoded.ts";

const MOST_PIXELS = 2 ** 20;
const reader = tiffLabels()!;

/** What the straight reader makes of a file; undefined where it leaves it to the general one. */
function plainly(bytes: Uint8Array, mostPixels = MOST_PIXELS): Raster | undefined {
  reader.room(bytes.length)!.set(bytes);
  const raster = reader.labels(mostPixels);
  return raster && { ...raster, data: raster.data.slice() };
}

/** The same, with the errors of damaged files as the door has them. */
function plainlyOrNot(bytes: Uint8Array): Raster | undefined {
  try {
    return plainly(bytes);
  } catch {
    return undefined;
  }
}

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly bits: 8 | 16 | 32;
  /** Of 32 bits. */
  readonly signed?: boolean;
  readonly compression: 1 | 8 | 32773;
  /** Absent: strips. */
  readonly tileWidth?: number;
  readonly rows: number;
}

type Stored = Uint8Array | Uint16Array | Uint32Array | Int32Array;

/** Samples that a layout stores. */
function samplesOf({ bits, signed }: Layout, length: number): Stored {
  if (bits === 8) return new Uint8Array(length);
  if (bits === 16) return new Uint16Array(length);
  return signed ? new Int32Array(length) : new Uint32Array(length);
}

/** Labels in patches, of more than a byte or two where there are more bits, and below 0 where there are signs. */
function labelsOf(layout: Layout): Stored {
  const { width, height, bits, signed } = layout;
  const step = bits === 8 ? 60 : bits === 16 ? 900 : signed ? -70_000 : 2 ** 30;
  return samplesOf(layout, width * height).map(
    (_, i) => ((Math.floor((i % width) / 5) + Math.floor(i / width / 3)) % 4) * step,
  );
}

/** The bytes of a tile or strip; beyond the picture a tile holds 7. */
function blockAt(layout: Layout, labels: Stored, x: number, y: number): Uint8Array {
  const { width, height, tileWidth = width, rows } = layout;
  const count = layout.tileWidth === undefined ? Math.min(rows, height - y) : rows;
  const block = samplesOf(layout, tileWidth * count);
  for (let k = 0; k < block.length; k++) {
    const [column, row] = [x + (k % tileWidth), y + Math.floor(k / tileWidth)];
    block[k] = column < width && row < height ? labels[row * width + column] : 7;
  }
  return new Uint8Array(block.buffer);
}

/** PackBits as stretches of single bytes and runs of two, which is all that it has. */
function packBits(bytes: Uint8Array): Uint8Array {
  const packed: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 1 < bytes.length && bytes[at] === bytes[at + 1]) {
      packed.push(255, bytes[at]);
      at += 2;
    } else {
      packed.push(0, bytes[at]);
      at++;
    }
  }
  return Uint8Array.from(packed);
}

const PACK = { 1: (bytes: Uint8Array) => bytes, 8: deflateSync, 32773: packBits } as const;

/** A little-endian TIFF 6.0 of one page. */
function written(layout: Layout): Uint8Array {
  const { width, height, bits, signed, compression, tileWidth, rows } = layout;
  const labels = labelsOf(layout);
  const blocks: Uint8Array[] = [];
  for (let y = 0; y < height; y += rows)
    for (let x = 0; x < width; x += tileWidth ?? width) {
      const bytes = blockAt(layout, labels, x, y);
      blocks.push(PACK[compression](bytes));
    }
  let at = 8;
  const offsets = blocks.map(({ length }) => {
    const offset = at;
    at += length + (length % 2);
    return offset;
  });
  const isTiled = tileWidth !== undefined;
  const entries: [tag: number, type: number, values: number[]][] = [
    [256, 3, [width]],
    [257, 4, [height]],
    [258, 3, [bits]],
    [259, 3, [compression]],
    [262, 3, [1]],
    ...(isTiled ? [] : ([[273, 4, offsets]] as [number, number, number[]][])),
    [277, 3, [1]],
    ...(isTiled
      ? ([
          [322, 3, [tileWidth]],
          [323, 3, [rows]],
          [324, 4, offsets],
          [325, 4, blocks.map(({ length }) => length)],
        ] as [number, number, number[]][])
      : ([
          [278, 4, [rows]],
          [279, 4, blocks.map(({ length }) => length)],
        ] as [number, number, number[]][])),
    [339, 3, [signed ? 2 : 1]],
  ];
  const lists = at + 2 + 12 * entries.length + 4;
  const size = lists + entries.reduce((sum, [, , values]) => sum + 4 * values.length, 0);
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0x49492a00);
  view.setUint32(4, at, true);
  for (const [k, block] of blocks.entries()) file.set(block, offsets[k]);
  view.setUint16(at, entries.length, true);
  let list = lists;
  entries.forEach(([tag, type, values], k) => {
    const entry = at + 2 + 12 * k;
    view.setUint16(entry, tag, true);
    view.setUint16(entry + 2, type, true);
    view.setUint32(entry + 4, values.length, true);
    view.setUint32(entry + 8, values.length === 1 ? values[0] : list, true);
    if (values.length === 1) return;
    for (const value of values) {
      view.setUint32(list, value, true);
      list += 4;
    }
  });
  return file;
}

const layouts: fc.Arbitrary<Layout> = fc
  .record({
    width: fc.integer({ min: 1, max: 70 }),
    height: fc.integer({ min: 1, max: 50 }),
    stored: fc.constantFrom<Pick<Layout, "bits" | "signed">>(
      { bits: 8 },
      { bits: 16 },
      { bits: 32 },
      { bits: 32, signed: true },
    ),
    compression: fc.constantFrom(1 as const, 8 as const, 32773 as const),
    tileWidth: fc.option(fc.constantFrom(16, 32, 80), { nil: undefined }),
    rows: fc.constantFrom(1, 5, 16, 48),
  })
  .map(({ tileWidth, stored, ...rest }) => ({
    ...{ ...rest, ...stored },
    ...(tileWidth !== undefined && { tileWidth }),
  }));

describe("the straight reader of plain TIFFs", () => {
  it("reads the same as the general one, whatever the layout", async () => {
    await fc.assert(
      fc.asyncProperty(layouts, async (layout) => {
        const file = written(layout);
        const raster = plainly(file);
        expect(raster).toEqual(await decoded(tiff, file));
        expect([...raster!.data]).toEqual([...labelsOf(layout)]);
      }),
    );
  });

  const { files } = JSON.parse(readFileSync(new URL("./plain-tiffs.json", import.meta.url), "utf8")) as {
    files: Record<string, { plain: boolean; base64: string }>;
  };

  it.each(Object.entries(files))("tifffile's %s", async (_, { plain, base64 }) => {
    const file = new Uint8Array(Buffer.from(base64, "base64"));
    expect(plainly(file)).toEqual(plain ? await decoded(tiff, file) : undefined);
  });

  it("gives what the general one gives, or nothing, of damaged files", async () => {
    const damage = fc.record({
      file: fc.constantFrom(...Object.values(files).map(({ base64 }) => base64)),
      flips: fc.array(fc.record({ at: fc.nat(), bits: fc.integer({ min: 1, max: 255 }) }), { maxLength: 3 }),
      cut: fc.option(fc.nat()),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ file, flips, cut }) => {
        const bytes = new Uint8Array(Buffer.from(file, "base64"));
        for (const { at, bits } of flips) bytes[at % bytes.length] ^= bits;
        const part = cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
        const raster = plainlyOrNot(part);
        if (raster) expect(raster).toEqual(await decoded(tiff, part));
      }),
      { numRuns: 500 },
    );
  });

  it("leaves what has more pixels than are read at once", () => {
    const file = written({ width: 40, height: 30, bits: 8, compression: 8, rows: 30 });
    expect(plainly(file, 1200)).toBeDefined();
    expect(plainly(file, 1199)).toBeUndefined();
  });

  it("takes no memory for what a header claims and its tiles cannot hold", () => {
    const file = written({ width: 60, height: 40, bits: 8, compression: 8, tileWidth: 32, rows: 32 });
    const view = new DataView(file.buffer);
    const entry = view.getUint32(4, true) + 2;
    // 16,384 x 32,768 pixels in tiles of 32,768 x 32,768.
    const claims = new Map([
      [256, 16_384],
      [257, 32_768],
      [322, 32_768],
      [323, 32_768],
    ]);
    for (let at = entry; at + 12 <= file.length; at += 12) {
      const claimed = claims.get(view.getUint16(at, true));
      if (claimed !== undefined) view.setUint32(at + 8, claimed, true);
    }
    const before = process.memoryUsage().arrayBuffers;
    expect(plainly(file, 2 ** 30)).toBeUndefined();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });

  it("reads the next file after one that is larger, or damaged", () => {
    const small = written({ width: 33, height: 9, bits: 8, compression: 8, tileWidth: 16, rows: 16 });
    const first = plainly(small);
    plainly(written({ width: 70, height: 3000, bits: 16, compression: 1, rows: 64 }));
    plainlyOrNot(small.subarray(0, small.length - 40));
    expect(plainly(small)).toEqual(first);
  });
});
