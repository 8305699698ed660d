import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { npy } from "../../src/formats/npy.ts";
import { decodeNpy, encodeNpy } from "../../src/formats/npy-array.ts";
import { decoded } from "../decoded.ts";

/** A file as numpy writes it, with a header of the test's own. */
function numpyFile(header: string, data: ArrayBufferView, version = 1): Uint8Array {
  const padded = `${header.padEnd(117)}\n`;
  const length = version === 1 ? [118, 0] : [118, 0, 0, 0];
  const bytes = new Uint8Array(data.buffer);
  return Uint8Array.from([
    0x93,
    ...Buffer.from("NUMPY"),
    version,
    0,
    ...length,
    ...Buffer.from(padded),
    ...bytes,
  ]);
}

describe("NPY", () => {
  test("every type that is written is read back, with its shape", async () => {
    const kinds = [
      Uint8Array,
      Int8Array,
      Uint16Array,
      Int16Array,
      Uint32Array,
      Int32Array,
      Float32Array,
      Float64Array,
    ];
    const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 0, maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...kinds), shapes, (Kind, shape) => {
        const length = shape.reduce((product, size) => product * size, 1);
        const data = new Kind(length);
        for (let i = 0; i < length; i++) data[i] = 7 * i + 1;
        const bytes = encodeNpy({ data, shape });
        expect(decodeNpy(bytes)).toEqual({ data, shape });
        expect((bytes.length - data.byteLength) % 64).toBe(0);
      }),
    );
  });

  // Bytes that numpy 2.4 wrote: np.save of np.arange(6, dtype="<f4").reshape(2, 3) * 0.5
  test("numpy's own bytes", async () => {
    const bytes = await readFile(new URL("numpy-f4-2x3.npy", import.meta.url));
    const array = { data: Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5), shape: [2, 3] };
    expect(decodeNpy(bytes)).toEqual(array);
    expect(Buffer.from(encodeNpy(array)).equals(bytes)).toBe(true);
  });

  test("a header of format 2 is read", async () => {
    const bytes = numpyFile(
      "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }",
      Int32Array.of(-5, 9),
      2,
    );
    expect(decodeNpy(bytes)).toEqual({ data: Int32Array.of(-5, 9), shape: [2] });
  });

  test("Fortran order is turned into C order", async () => {
    // The array [[0, 1, 2], [3, 4, 5]] with its first axis fastest.
    const stored = Uint8Array.of(0, 3, 1, 4, 2, 5);
    const bytes = numpyFile("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", stored);
    expect([...decodeNpy(bytes).data]).toEqual([0, 1, 2, 3, 4, 5]);
    const cube = Uint8Array.from({ length: 24 }, (_, i) => i);
    const read = decodeNpy(
      numpyFile("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 4), }", cube),
    ).data;
    for (let z = 0; z < 2; z++)
      for (let y = 0; y < 3; y++)
        for (let x = 0; x < 4; x++) expect(read[(z * 3 + y) * 4 + x]).toBe(z + 2 * y + 6 * x);
  });

  test("64-bit integers become 32-bit ones, doubles where they do not fit, or an error", async () => {
    const header = "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }";
    const read = (...values: bigint[]) => decodeNpy(numpyFile(header, BigInt64Array.from(values))).data;
    expect(read(3n, -1n)).toEqual(Int32Array.of(3, -1));
    expect(read(3n, 1n << 40n)).toEqual(Float64Array.of(3, 2 ** 40));
    expect(() => read(3n, 1n << 60n)).toThrow(/64-bit value 1152921504606846976 is too large for a label/);
  });

  test("half precision and big-endian numbers are read", async () => {
    const half = numpyFile(
      "{'descr': '<f2', 'fortran_order': False, 'shape': (6,), }",
      Uint16Array.of(0x3c00, 0xc000, 0x3555, 0x0001, 0x7c00, 0xfe00),
    );
    expect(decodeNpy(half).data).toEqual(
      Float32Array.of(1, -2, 0.333251953125, 2 ** -24, Infinity, Number.NaN),
    );
    const big = numpyFile(
      "{'descr': '>u2', 'fortran_order': False, 'shape': (2,), }",
      Uint8Array.of(0, 1, 1, 0),
    );
    expect(decodeNpy(big).data).toEqual(Uint16Array.of(1, 256));
  });

  test("what cannot be read says why", async () => {
    const objects = numpyFile("{'descr': '|O', 'fortran_order': False, 'shape': (), }", Uint8Array.of(1));
    expect(() => decodeNpy(objects)).toThrow(/pickled Python objects, which are never read/);
    const fields = numpyFile(
      "{'descr': [('mask', '|u1')], 'fortran_order': False, 'shape': (1,), }",
      Uint8Array.of(1),
    );
    expect(() => decodeNpy(fields)).toThrow(/structured array, which is not read; save one field: np\.save/);
    const complex = numpyFile(
      "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }",
      Float32Array.of(1, 2),
    );
    expect(() => decodeNpy(complex)).toThrow(/its type is not read.*astype/);
    for (const shape of ["(nan, 3)", "(-13, -17)", "(6.5, 34)", "(0xd, 17)", "('13', 17)", "(1e3,)"]) {
      const odd = numpyFile(
        `{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}, }`,
        new Uint8Array(3000),
      );
      expect(() => decodeNpy(odd)).toThrow(/states a shape that is no list of whole numbers/);
    }
    const cut = encodeNpy({ data: new Float32Array(100), shape: [100] }).subarray(0, 400);
    expect(() => decodeNpy(cut)).toThrow(/cut short: 272 bytes of data where 400 are due/);
    expect(() => decodeNpy(Buffer.from("no numpy file"))).toThrow(/lacks the NUMPY signature/);
    expect(() => encodeNpy({ data: new Uint8Array(5), shape: [2, 3] })).toThrow(
      /shape 2x3 does not hold 5 values/,
    );
  });

  test("axes as an image: channels where the last has at most 4 entries, else depth", async () => {
    const sizes = async (shape: number[]) => {
      const length = shape.reduce((product, size) => product * size, 1);
      const { depth, height, width, channels } = await decoded(
        npy,
        encodeNpy({ data: new Uint8Array(length), shape }),
      );
      return [depth, height, width, channels];
    };
    expect(await sizes([5, 6])).toEqual([1, 5, 6, 1]);
    expect(await sizes([5, 6, 3])).toEqual([1, 5, 6, 3]);
    expect(await sizes([5, 6, 7])).toEqual([5, 6, 7, 1]);
    expect(await sizes([2, 5, 6, 3])).toEqual([2, 5, 6, 3]);
    await expect(sizes([5])).rejects.toThrow(/shape \(5\) is no image/);
  });
});
