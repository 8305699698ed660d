import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { inflateAnywhere, startAnywhere } from "../src/inflate/anywhere.ts";
import { inflate } from "../src/inflate/inflate.ts";
import { inflateInto } from "../src/inflate/inflate-into.ts";
import { inflateStart } from "../src/inflate/inflate-start.ts";
import { nodeStream } from "../src/inflate/node-stream.ts";
import type { Packing } from "../src/inflate/node-zlib.ts";
import { reusedInflate } from "../src/inflate/reused-inflate.ts";

const PACK: Readonly<Record<Packing, (bytes: Uint8Array, options: { level: number }) => Uint8Array>> = {
  zlib: deflateSync,
  gzip: gzipSync,
  deflate: deflateRawSync,
};
const packings = fc.constantFrom<Packing[]>("zlib", "gzip", "deflate");
const level = fc.constantFrom(0, 1, 6, 9);

/** Runs, as masks have them, and noise. */
const contents = fc
  .array(fc.tuple(fc.nat(255), fc.oneof(fc.constant(1), fc.nat(700))), { maxLength: 40 })
  .map((runs) => Uint8Array.from(runs.flatMap(([value, length]) => new Array<number>(length).fill(value))));

const reused = reusedInflate();
const into: typeof inflate = (bytes, packing, most) => {
  const memory = new Uint8Array(most + 1);
  return memory.slice(0, inflateInto(bytes, packing, memory));
};
const WAYS = { inflate, inflateAnywhere, inflateInto: into, reused };

/** Bytes, or the error's text. */
function outcomeOf(unpack: typeof inflate, ...args: Parameters<typeof inflate>) {
  try {
    return [...unpack(...args)];
  } catch (error) {
    return (error as Error).message;
  }
}

describe("unpacking", () => {
  it("gives back what was packed by every way, into new memory and into that of the call before", () => {
    fc.assert(
      fc.property(contents, packings, level, (bytes, packing, by) => {
        const packed = PACK[packing](bytes, { level: by });
        for (const unpack of Object.values(WAYS))
          expect(outcomeOf(unpack, packed, packing, bytes.length)).toEqual([...bytes]);
      }),
    );
  });

  it("refuses damage with the same words by every way of Node, and works on after it", () => {
    fc.assert(
      fc.property(contents, packings, fc.nat(), fc.nat(7), fc.boolean(), (bytes, packing, at, bit, cut) => {
        const packed = Uint8Array.from(PACK[packing](bytes, { level: 6 }));
        const place = at % packed.length;
        packed[place] ^= 1 << bit;
        const damaged = cut ? packed.subarray(0, place) : packed;
        const expected = outcomeOf(inflate, damaged, packing, bytes.length);
        expect(outcomeOf(into, damaged, packing, bytes.length)).toEqual(expected);
        expect(outcomeOf(reused, damaged, packing, bytes.length)).toEqual(expected);
      }),
    );
  });

  it("refuses what goes on beyond what is allowed, by every way", () => {
    const packed = deflateSync(new Uint8Array(300));
    for (const unpack of Object.values(WAYS))
      expect(outcomeOf(unpack, packed, "zlib", 299)).toMatch(
        /go on beyond the 299 bytes that its header allows/,
      );
  });

  it("joins the members of a gzip file", () => {
    const packed = Buffer.concat([gzipSync(Uint8Array.of(1, 2)), gzipSync(Uint8Array.of(3))]);
    for (const unpack of Object.values(WAYS)) expect(outcomeOf(unpack, packed, "gzip", 9)).toEqual([1, 2, 3]);
  });

  it("gives the first bytes of data that are cut, and all where there are fewer", () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * i) % 251);
    const packed = gzipSync(bytes);
    for (const start of [inflateStart, startAnywhere]) {
      expect([...start(packed.subarray(0, 1000), "gzip", 100)]).toEqual([...bytes.subarray(0, 100)]);
      expect([...start(packed, "gzip", 9000)]).toEqual([...bytes]);
      expect(() => start(Uint8Array.of(0x1f, 0x8b, 9, 9, 9, 9), "gzip", 10)).toThrow(/damaged or cut short/);
    }
  });

  it("goes by the documented functions where a stream is another one than expected", () => {
    const real = process.getBuiltinModule("node:zlib");
    const handle = { writeSync: () => {}, reset: () => {} };
    const other = { ...real, createInflate: () => ({ _handle: handle, _writeState: new Uint32Array(2) }) };
    const spy = vi.spyOn(process, "getBuiltinModule").mockReturnValue(other as never);
    expect(nodeStream("zlib")).toBeUndefined();
    spy.mockReturnValue({ ...real, createInflate: () => ({}) } as never);
    expect(nodeStream("zlib")).toBeUndefined();
    spy.mockRestore();
    expect(nodeStream("zlib")).toBeDefined();
  });
});
