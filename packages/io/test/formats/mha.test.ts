import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { mha } from "../../src/formats/mha.ts";
import { decoded, decodedFile } from "../decoded.ts";

const voxels = Uint8Array.from({ length: 24 }, (_, i) => i);
const HEAD = ["ObjectType = Image", "NDims = 3", "DimSize = 4 3 2", "ElementType = MET_UCHAR"];

function file(lines: readonly string[], data: Uint8Array = voxels): Uint8Array {
  const text = `${[...lines, "ElementDataFile = LOCAL"].join("\n")}\n`;
  return new Uint8Array(Buffer.concat([Buffer.from(text, "latin1"), data]));
}

describe("MetaImage", () => {
  test("raw and compressed hold the same", async () => {
    for (const bytes of [file(HEAD), file([...HEAD, "CompressedData = True"], deflateSync(voxels))])
      expect(await decoded(mha, bytes)).toMatchObject({
        data: voxels,
        width: 4,
        height: 3,
        depth: 2,
        channels: 1,
      });
  });

  test("most significant bytes first, several channels, two axes, a header before the data", async () => {
    const shorts = ["NDims = 2", "DimSize = 2 1", "ElementType = MET_SHORT", "BinaryDataByteOrderMSB = True"];
    expect([...(await decoded(mha, file(shorts, Uint8Array.of(0, 1, 255, 254)))).data]).toEqual([1, -2]);
    const rgb = ["NDims = 2", "DimSize = 4 2", "ElementType = MET_UCHAR", "ElementNumberOfChannels = 3"];
    expect(await decoded(mha, file(rgb))).toMatchObject({ width: 4, height: 2, depth: 1, channels: 3 });
    const headed = Buffer.concat([Buffer.from("header"), voxels]);
    expect((await decoded(mha, file([...HEAD, "HeaderSize = 6"], headed))).data).toEqual(voxels);
    expect((await decoded(mha, file([...HEAD, "HeaderSize = -1"], headed))).data).toEqual(voxels);
  });

  test("rows of the matrix are the directions of the axes, in LPS", async () => {
    const raster = await decoded(
      mha,
      file([...HEAD, "TransformMatrix = 0 1 0 -1 0 0 0 0 1", "Offset = 10 20 30", "ElementSpacing = 2 3 4"]),
    );
    expect(raster).toMatchObject({ spacing: [4, 3, 2], unit: "mm" });
    // A step along the width is 2 mm towards posterior; the second axis points to the right.
    expect(raster.geometry?.affine.map((value) => value + 0)).toEqual([
      0, 3, 0, -10, -2, 0, 0, -20, 0, 0, 4, 30,
    ]);
  });

  test.each([
    ["other files", Buffer.from("GIF89a"), /lacks the MetaImage header/],
    [
      "strings",
      file(["NDims = 1", "DimSize = 2", "ElementType = MET_STRING"]),
      /MET_STRING is not supported/,
    ],
    [
      "a missing size",
      file(["NDims = 3", "DimSize = 4 3", "ElementType = MET_UCHAR"]),
      /DimSize is "4 3" for 3 axes/,
    ],
    ["a short file", file(HEAD, voxels.subarray(0, 20)), /cut short: 20 bytes of samples where 24 are due/],
    ["damage", file([...HEAD, "CompressedData = True"]), /compressed data are damaged or cut short/],
    [
      "a bomb",
      file([...HEAD, "CompressedData = True"], deflateSync(new Uint8Array(2 ** 22))),
      /beyond the 1048600 bytes/,
    ],
  ])("%s: one plain line", async (_, bytes, message) => {
    await expect(decodedFile(mha, new Uint8Array(bytes), "a.mha")).rejects.toThrow(message);
  });
});
