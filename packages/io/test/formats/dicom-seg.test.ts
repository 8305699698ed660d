import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { stackFrames } from "../../src/formats/dicom-frames.ts";
import { dicomSeg } from "../../src/formats/dicom-seg.ts";
import { decodedFile } from "../decoded.ts";

// Written by pydicom 3.0.2: make_dicom.py, packed by pack.py. Frames a, b, c of 5 rows and 7 columns.
const { files, labels }: { files: Record<string, string>; labels: Record<string, number[]> } = JSON.parse(
  readFileSync(new URL("../fixtures/dicom.json", import.meta.url), "utf8"),
);
const { a, b, c, map } = labels;
const bytesOf = (name: string) => new Uint8Array(Buffer.from(files[`${name}.dcm`], "base64"));
const read = (name: string) => decodedFile(dicomSeg, bytesOf(name), `${name}.dcm`);
const PIXELS = 35;

describe("DICOM segmentations", () => {
  test.each(["binary", "deflated"])(
    "%s: bits run on over frames, which go by place and not by their order",
    async (name) => {
      const raster = await read(name);
      expect(raster).toMatchObject({
        width: 7,
        height: 5,
        depth: 2,
        channels: 1,
        spacing: [2, 0.75, 0.5],
        unit: "mm",
      });
      const apart = c.map((one, i) => (one && !a[i] ? 1 : 0));
      expect([...raster.data.subarray(0, PIXELS)]).toEqual(a.map((one, i) => (one ? 1 : 2 * apart[i])));
      expect([...raster.data.subarray(PIXELS)]).toEqual(b);
      expect(raster.layers).toBeUndefined();
      expect(raster.names).toEqual(
        new Map([
          [1, "liver"],
          [2, "tumour"],
        ]),
      );
    },
  );

  test("places are those of the frames, in RAS", async () => {
    const { geometry } = await read("binary");
    // Rows along (0.8, 0.6, 0), columns along (-0.6, 0.8, 0) of LPS; half a millimetre across, 0.75 down, 2 between slices.
    const expected = [-0.4, 0.45, 0, -10, -0.3, -0.6, 0, 20, 0, 0, 2, 0];
    geometry!.affine.forEach((value, k) => {
      expect(value).toBeCloseTo(expected[k], 12);
    });
  });

  test("segments that overlap are layers, each whole", async () => {
    const raster = await read("overlapping");
    expect(raster.layers?.map(({ name, label }) => [name, label])).toEqual([
      ["liver", 1],
      ["tumour", 2],
    ]);
    const [liver, tumour] = raster.layers!;
    expect([...liver.mask]).toEqual([...a, ...b]);
    expect([...tumour.mask]).toEqual([...c, ...b.map(() => 0)]);
  });

  test.each(["labelmap", "labelmap_rle"])("%s: segment numbers as they stand", async (name) => {
    const { data } = await read(name);
    expect([...data]).toEqual([...map.slice(PIXELS), ...map.slice(0, PIXELS)]);
  });

  test("fractions are cut at half, and that is said", async () => {
    const raster = await read("fractional");
    // a * 60 and b * 50 + 1 of 100: b reaches 51 where it is 1.
    expect([...raster.data]).toEqual([...a, ...b]);
    expect(raster.notes).toEqual(["its segments are fractions, and were cut at half"]);
  });

  test("slices without a frame are empty where the distance is stated; thickness is no distance", async () => {
    const gap = await read("gap");
    expect(gap).toMatchObject({ depth: 4, spacing: [2, 0.75, 0.5] });
    expect([...gap.data.subarray(PIXELS, 3 * PIXELS)].every((label) => label === 0)).toBe(true);
    expect(await read("thin")).toMatchObject({ depth: 2, spacing: [6, 0.75, 0.5] });
  });

  test("what has no order in space, or another one of bytes, is refused", async () => {
    await expect(read("no_places")).rejects.toThrow(
      /^[^:]*: its frames have no plane positions or orientation.*NPY$/,
    );
    await expect(read("uneven")).rejects.toThrow(/not evenly spaced: expected multiples of 2 mm/);
    await expect(read("swapped")).rejects.toThrow(/its pixels are big-endian .* dcmconv \+te \(dcmtk\)$/);
    await expect(decodedFile(dicomSeg, new Uint8Array(300), "a.dcm")).rejects.toThrow(/no whole DICOM file/);
    for (const length of [200, 500, 800])
      await expect(decodedFile(dicomSeg, bytesOf("binary").subarray(0, length), "cut.dcm")).rejects.toThrow(
        /cut\.dcm: cannot be read as DICOM SEG/,
      );
  });
});

test("frames of one slice share it, whatever the direction", () => {
  const stack = stackFrames(
    [
      [0, 0, 9],
      [0, 0, 3],
      [0, 0, 9],
      [0, 0, 6],
    ],
    [0, 0, -1],
    undefined,
  );
  expect(stack).toEqual({ slices: [0, 2, 0, 1], depth: 3, spacing: 3, origin: [0, 0, 9] });
});
