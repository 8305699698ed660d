import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decodeRaster, stemOf } from "../../../src/data/formats/index.ts";
import { nifti } from "../../../src/data/formats/nifti.ts";
import { writeNifti } from "./nifti-writer.ts";

const UINT8 = [2, 8] as const;
const INT16 = [4, 16] as const;
const voxels = Uint8Array.from({ length: 24 }, (_, i) => i);

describe("NIfTI", () => {
  test("first axis is width, third is depth; spacing goes with the axes; plain and gzipped alike", () => {
    const plain = writeNifti({ dims: [4, 3, 2], type: UINT8, voxels });
    for (const bytes of [plain, gzipSync(plain)])
      expect(nifti.decode(bytes)).toEqual({
        data: voxels,
        width: 4,
        height: 3,
        depth: 2,
        channels: 1,
        bitDepth: 8,
        spacing: [7.5, 0.75, 0.5],
      });
  });

  test("big-endian voxels are turned round", () => {
    const swapped = Uint8Array.from([0, 1, 255, 254]);
    const raster = nifti.decode(
      writeNifti({ dims: [2, 1, 1], type: INT16, voxels: swapped, littleEndian: false }),
    );
    expect([...raster.data]).toEqual([1, -2]);
  });

  test("slope and intercept are applied", () => {
    const bytes = writeNifti({ dims: [4, 3, 2], type: UINT8, voxels, slope: 2, intercept: -1 });
    expect([...nifti.decode(bytes).data.subarray(0, 3)]).toEqual([-1, 1, 3]);
  });

  test("a fourth axis becomes channels", () => {
    const raster = nifti.decode(writeNifti({ dims: [4, 3, 1, 2], type: UINT8, voxels }));
    expect(raster).toMatchObject({ width: 4, height: 3, depth: 1, channels: 2 });
    expect([...raster.data.subarray(0, 4)]).toEqual([0, 12, 1, 13]);
  });

  test("two dimensions are an image", () => {
    expect(nifti.decode(writeNifti({ dims: [6, 4], type: UINT8, voxels }))).toMatchObject({
      width: 6,
      height: 4,
      depth: 1,
    });
  });

  test("complex voxels, short files and other files are errors", () => {
    const complex = writeNifti({ dims: [1, 1, 1], type: [32, 64], voxels });
    expect(() => nifti.decode(complex)).toThrow(/data type 32 is not supported/);
    const whole = writeNifti({ dims: [4, 3, 2], type: UINT8, voxels });
    expect(() => nifti.decode(whole.subarray(0, 360))).toThrow(
      /cut short: 8 bytes of voxels where 24 are due/,
    );
    const packed = gzipSync(whole);
    expect(() => decodeRaster(nifti, packed.subarray(0, packed.length - 20), "a.nii.gz")).toThrow(
      /a\.nii\.gz: cannot be read as NIfTI/,
    );
    expect(() => nifti.decode(new Uint8Array(400))).toThrow(/lacks the NIfTI signature/);
  });

  test("the stem of a.b.nii.gz is a.b", () => {
    expect(stemOf("x/a.b.nii.gz")).toBe("a.b");
    expect(stemOf("x/a.b.NII")).toBe("a.b");
    expect(stemOf("x/a.tif")).toBe("a");
  });
});
