import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { png } from "../src/formats/png.ts";
import { pngLabels } from "../src/png/png-labels.ts";
import { pngRows } from "../src/png/png-rows.ts";
import { decoded } from "./decoded.ts";
import { grayPng } from "./gray-png.ts";

const rows = pngRows()!;
const fresh = (length: number) => new Uint8Array(length);
const labelsOf = (bytes: Uint8Array) => pngLabels(Buffer.from(bytes), rows, fresh)?.data;

interface Filtered {
  readonly width: number;
  readonly bitDepth: number;
  /** Number of the filter and filtered bytes of each row. */
  readonly rows: readonly (readonly [filter: number, bytes: Uint8Array])[];
}

/** Rows of any filters. Most bytes are 0, as in masks, so that runs of zeros of every length and place occur. */
const images: fc.Arbitrary<Filtered> = fc
  .record({ width: fc.integer({ min: 1, max: 80 }), bitDepth: fc.constantFrom(1, 2, 4, 8, 16) })
  .chain(({ width, bitDepth }) => {
    const byte = fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, fc.nat({ max: 255 }));
    const length = Math.ceil((width * bitDepth) / 8);
    const bytes = fc.array(byte, { minLength: length, maxLength: length, size: "max" });
    const row = fc.tuple(fc.nat({ max: 4 }), bytes.map(Uint8Array.from.bind(Uint8Array)));
    return fc.record({
      width: fc.constant(width),
      bitDepth: fc.constant(bitDepth),
      rows: fc.array(row, { minLength: 1, maxLength: 6 }),
    });
  });

describe("PNG labels", () => {
  it("are those of the general reader, whatever the filters and the bits of a label", async () => {
    await fc.assert(
      fc.asyncProperty(images, async (image) => {
        const bytes = filteredPng(image);
        expect(labelsOf(bytes)).toEqual((await decoded(png, bytes)).data);
      }),
      { numRuns: 300 },
    );
  });

  it("of a small image after a large one, and of a wide one, are their own", async () => {
    for (const width of [40_000, 3, 70_000, 17]) {
      const line = Uint8Array.from({ length: width }, (_, x) => Number(x % 1000 === 0));
      const bytes = filteredPng({
        width,
        bitDepth: 8,
        rows: [
          [2, line],
          [4, line],
          [1, line],
        ],
      });
      expect(labelsOf(bytes)).toEqual((await decoded(png, bytes)).data);
    }
  });

  it("of two bytes with and without high ones, and of the image after it", async () => {
    for (const high of [0, 3, 0])
      for (const filter of [0, 1, 2, 3, 4]) {
        const row = Uint8Array.from({ length: 80 }, (_, k) => (k % 2 === 0 ? high : k % 5));
        const bytes = filteredPng({
          width: 40,
          bitDepth: 16,
          rows: [
            [filter, row],
            [filter, row],
          ],
        });
        expect(labelsOf(bytes)).toEqual((await decoded(png, bytes)).data);
      }
  });

  it("of images with many rows", async () => {
    const rows = Array.from(
      { length: 90 },
      (_, y) =>
        [2 + (y % 3), Uint8Array.from({ length: 2000 }, (_, x) => ((x * y) % 97 === 0 ? 1 : 0))] as const,
    );
    const bytes = filteredPng({ width: 2000, bitDepth: 8, rows });
    expect(labelsOf(bytes)).toEqual((await decoded(png, bytes)).data);
  });

  it("are written into the memory given, and nothing of the image before is left", async () => {
    const memory = new Uint8Array(8).fill(9);
    const into = (length: number) => memory.subarray(0, length);
    const oneBit = filteredPng({ width: 8, bitDepth: 1, rows: [[0, Uint8Array.of(0b10)]] });
    expect([...pngLabels(Buffer.from(oneBit), rows, into)!.data]).toEqual([0, 0, 0, 0, 0, 0, 1, 0]);
    expect(memory[6]).toBe(1);
  });

  it("leave other and damaged files to the general reader", async () => {
    expect(
      labelsOf(encode({ width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) })),
    ).toBeUndefined();
    expect(labelsOf(Buffer.from("no image"))).toBeUndefined();
    const cut = Buffer.from(grayPng([[0, 1, 2, 2]]));
    cut[45] ^= 255;
    expect(labelsOf(cut)).toBeUndefined();
    expect(
      labelsOf(filteredPng({ width: 2, bitDepth: 8, rows: [[5, Uint8Array.of(0, 1)]] })),
    ).toBeUndefined();
  });
});

function filteredPng({ width, bitDepth, rows }: Filtered): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(rows.length, 4);
  header[8] = bitDepth;
  const data = deflateSync(Buffer.concat(rows.map(([filter, bytes]) => Buffer.from([filter, ...bytes]))));
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const whole = Buffer.concat([Buffer.alloc(4), Buffer.from(type, "latin1"), data, Buffer.alloc(4)]);
  whole.writeUInt32BE(data.length);
  whole.writeUInt32BE(crc(whole.subarray(4, -4)), whole.length - 4);
  return whole;
}

function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
