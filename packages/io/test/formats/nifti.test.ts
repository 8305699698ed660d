import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { stemOf } from "../../src/formats/index.ts";
import { nifti } from "../../src/formats/nifti.ts";
import { toLabels } from "../../src/mask-labels.ts";
import { decoded, decodedFile } from "../decoded.ts";
import { writeNifti } from "./nifti-writer.ts";

const UINT8 = [2, 8] as const;
const INT16 = [4, 16] as const;
const voxels = Uint8Array.from({ length: 24 }, (_, i) => i);

describe("NIfTI", () => {
  test("first axis is width, third is depth; spacing goes with the axes; plain and gzipped alike", async () => {
    const plain = writeNifti({ dims: [4, 3, 2], type: UINT8, voxels });
    for (const bytes of [plain, gzipSync(plain)])
      expect(await decoded(nifti, bytes)).toEqual({
        data: voxels,
        width: 4,
        height: 3,
        depth: 2,
        channels: 1,
        bitDepth: 8,
        spacing: [7.5, 0.75, 0.5],
      });
  });

  test("big-endian voxels are turned round", async () => {
    const swapped = Uint8Array.from([0, 1, 255, 254]);
    const raster = await decoded(
      nifti,
      writeNifti({ dims: [2, 1, 1], type: INT16, voxels: swapped, littleEndian: false }),
    );
    expect([...raster.data]).toEqual([1, -2]);
  });

  test("slope and intercept are applied", async () => {
    const bytes = writeNifti({ dims: [4, 3, 2], type: UINT8, voxels, slope: 2, intercept: -1 });
    expect([...(await decoded(nifti, bytes)).data.subarray(0, 3)]).toEqual([-1, 1, 3]);
  });

  // nibabel stores 500 objects under a header of bytes in steps of about 2, and of exactly 2 where the largest is 510.
  test("labels in steps of more than 1 have become one another, which is said", async () => {
    const stepped = (slope: number) =>
      decoded(nifti, writeNifti({ dims: [4, 3, 2], type: UINT8, voxels, slope }));
    const { notes } = toLabels(await stepped(2));
    expect(notes).toEqual([expect.stringMatching(/^its numbers are stored in steps of 2, so that labels/)]);
    const broken = await stepped(500 / 255);
    expect(() => toLabels(broken)).toThrow(
      /is no label: numbers are stored in steps of 1\.961,.*set_data_dtype/,
    );
    expect(toLabels(await stepped(1)).notes).toBeUndefined();
  });

  test("a fourth axis becomes channels", async () => {
    const raster = await decoded(nifti, writeNifti({ dims: [4, 3, 1, 2], type: UINT8, voxels }));
    expect(raster).toMatchObject({ width: 4, height: 3, depth: 1, channels: 2 });
    expect([...raster.data.subarray(0, 4)]).toEqual([0, 12, 1, 13]);
  });

  test("two dimensions are an image", async () => {
    expect(await decoded(nifti, writeNifti({ dims: [6, 4], type: UINT8, voxels }))).toMatchObject({
      width: 6,
      height: 4,
      depth: 1,
    });
  });

  test("complex voxels, short files and other files are errors", async () => {
    const complex = writeNifti({ dims: [1, 1, 1], type: [32, 64], voxels });
    await expect(decoded(nifti, complex)).rejects.toThrow(/data type 32 is not supported/);
    const whole = writeNifti({ dims: [4, 3, 2], type: UINT8, voxels });
    await expect(decoded(nifti, whole.subarray(0, 360))).rejects.toThrow(
      /cut short: 8 bytes of samples where 24 are due/,
    );
    const packed = gzipSync(whole);
    await expect(decodedFile(nifti, packed.subarray(0, packed.length - 20), "a.nii.gz")).rejects.toThrow(
      /a\.nii\.gz: cannot be read as NIfTI/,
    );
    await expect(decoded(nifti, new Uint8Array(400))).rejects.toThrow(/lacks the NIfTI signature/);
    const analyze = whole.slice();
    analyze.fill(0, 344, 348);
    await expect(decodedFile(nifti, analyze, "a.hdr.nii")).rejects.toThrow(
      /^a\.hdr\.nii: it is Analyze 7\.5, which does not say which way its axes run; save it as NIfTI/,
    );
  });

  test("the stem of a.b.nii.gz is a.b", async () => {
    expect(stemOf("x/a.b.nii.gz")).toBe("a.b");
    expect(stemOf("x/a.b.NII")).toBe("a.b");
    expect(stemOf("x/a.tif")).toBe("a");
  });
});
