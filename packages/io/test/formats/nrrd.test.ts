import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { nrrd } from "../../src/formats/nrrd.ts";
import { bytesSource } from "../../src/source.ts";
import { decoded, decodedFile } from "../decoded.ts";

const voxels = Uint8Array.from({ length: 24 }, (_, i) => i);

function file(lines: readonly string[], data: Uint8Array = voxels): Uint8Array {
  return new Uint8Array(Buffer.concat([Buffer.from(`NRRD0004\n${lines.join("\n")}\n\n`, "latin1"), data]));
}

const HEAD = ["type: uchar", "dimension: 3", "sizes: 4 3 2"];

describe("NRRD", () => {
  test("raw, gzip, text and hex hold the same", async () => {
    const hex = Buffer.from(Buffer.from(voxels).toString("hex"));
    for (const [encoding, data] of [
      ["raw", voxels],
      ["gzip", gzipSync(voxels)],
      ["text", Buffer.from([...voxels].join(" "))],
      ["hex", hex],
    ] as const) {
      const raster = await decoded(nrrd, file([...HEAD, `encoding: ${encoding}`], data));
      expect(raster).toMatchObject({ width: 4, height: 3, depth: 2, channels: 1 });
      expect([...raster.data]).toEqual([...voxels]);
    }
  });

  test("both byte orders; lines and bytes before the data are passed over", async () => {
    const shorts = ["type: short", "dimension: 1", "sizes: 2", "encoding: raw"];
    const big = await decoded(nrrd, file([...shorts, "endian: big"], Uint8Array.of(0, 1, 255, 254)));
    expect([...big.data]).toEqual([1, -2]);
    const little = Uint8Array.of(1, 0, 254, 255);
    const skipped = Buffer.concat([Buffer.from("a line\n"), Buffer.from([9]), little]);
    expect([
      ...(await decoded(nrrd, file([...shorts, "endian: little", "line skip: 1", "byte skip: 1"], skipped)))
        .data,
    ]).toEqual([1, -2]);
    const last = Buffer.concat([Buffer.from([7, 7, 7]), little]);
    expect([
      ...(await decoded(nrrd, file([...shorts, "endian: little", "byte skip: -1"], last))).data,
    ]).toEqual([1, -2]);
  });

  test("bytes before the values are passed over in gzip data as well, no more than a header has", async () => {
    const stored = gzipSync(Buffer.concat([Buffer.from([9, 9]), voxels]));
    const skipping = (bytes: number) =>
      decoded(nrrd, file([...HEAD, "encoding: gzip", `byte skip: ${bytes}`], stored));
    expect([...(await skipping(2)).data]).toEqual([...voxels]);
    await expect(skipping(3e9)).rejects.toThrow(
      "byte skip of 3000000000 in gzip data is not supported, only up to 1048576; save it without",
    );
  });

  test("spaces are brought to RAS; units and spacing are kept", async () => {
    const placed = (space: string) =>
      decoded(
        nrrd,
        file([
          ...[...HEAD, "encoding: raw", `space: ${space}`],
          ...[
            "space directions: (0.5,0,0) (0,0.75,0) (0,0,2)",
            "space origin: (1,2,3)",
            'space units: "um" "um" "um"',
          ],
        ]),
      );
    const ras = await placed("right-anterior-superior");
    expect(ras).toMatchObject({ spacing: [2, 0.75, 0.5], unit: "um" });
    const expected = [5e-4, 0, 0, 1e-3, 0, 7.5e-4, 0, 2e-3, 0, 0, 2e-3, 3e-3];
    ras.geometry!.affine.forEach((value, k) => {
      expect(value).toBeCloseTo(expected[k], 12);
    });
    const signs = async (space: string) =>
      (await placed(space)).geometry!.affine.filter((_, k) => k % 5 === 0).map(Math.sign);
    expect(await signs("LPS")).toEqual([-1, -1, 1]);
    expect(await signs("left-anterior-superior")).toEqual([-1, 1, 1]);
    expect((await placed("scanner-xyz")).geometry).toBeUndefined();
  });

  test("an axis that is no space becomes the channels, wherever it stands", async () => {
    const first = await decoded(
      nrrd,
      file(["type: uchar", "dimension: 3", "sizes: 2 4 3", "encoding: raw", "kinds: list domain domain"]),
    );
    expect(first).toMatchObject({ width: 4, height: 3, depth: 1, channels: 2 });
    expect([...first.data.subarray(0, 4)]).toEqual([0, 1, 2, 3]);
    const last = await decoded(
      nrrd,
      file(["type: uchar", "dimension: 3", "sizes: 4 3 2", "encoding: raw", "kinds: domain domain list"]),
    );
    expect(last).toMatchObject({ width: 4, height: 3, depth: 1, channels: 2 });
    expect([...last.data.subarray(0, 4)]).toEqual([0, 12, 1, 13]);
  });

  test("segments of 3D Slicer give names; overlapping ones are layers", async () => {
    const pairs = [
      ...["Segment0_ID:=s1", "Segment0_Name:=liver", "Segment0_LabelValue:=1", "Segment0_Layer:=0"],
      ...["Segment1_ID:=s2", "Segment1_Name:=tumour", "Segment1_LabelValue:=1", "Segment1_Layer:=1"],
    ];
    const names = [...pairs.slice(0, 3), "Segment1_Name:=tumour", "Segment1_LabelValue:=5"];
    const flat = await decoded(nrrd, file([...HEAD, "encoding: raw", ...names]));
    expect(flat.names).toEqual(
      new Map([
        [1, "liver"],
        [5, "tumour"],
      ]),
    );
    expect(flat.layers).toBeUndefined();
    // Two layers of 2x1x1: the second pixel is liver and tumour.
    const two = [
      "type: uchar",
      "dimension: 4",
      "sizes: 2 2 1 1",
      "kinds: list domain domain domain",
      "encoding: raw",
    ];
    const raster = await decoded(nrrd, file([...two, ...pairs], Uint8Array.of(1, 0, 1, 1)));
    expect(raster.layers?.map(({ name, label, mask }) => [name, label, ...mask])).toEqual([
      ["liver", 1, 1, 1],
      ["tumour", 2, 0, 1],
    ]);
    expect([...raster.data]).toEqual([1, 2]);
  });

  test("data beside the header, in one file or a list", async () => {
    const header = (field: string) =>
      Buffer.from(`NRRD0004\n${[...HEAD, "encoding: raw", field].join("\n")}\n`);
    const one = bytesSource("a.nhdr", header("data file: folder/a.raw"), { "a.raw": voxels });
    expect([...(await nrrd.decode(one)).data]).toEqual([...voxels]);
    const parts = { "1.raw": voxels.subarray(0, 12), "2.raw": voxels.subarray(12) };
    const list = bytesSource("a.nhdr", header("data file: LIST\n1.raw\n2.raw"), parts);
    expect([...(await nrrd.decode(list)).data]).toEqual([...voxels]);
    await expect(nrrd.decode(bytesSource("a.nhdr", header("data file: b.raw")))).rejects.toThrow(
      "its data file b.raw is missing beside it",
    );
  });

  test.each([
    ["no signature", Buffer.from("PNG"), /lacks the NRRD signature/],
    ["a type of structs", file(["type: block", "sizes: 2", "encoding: raw"]), /type block is not supported/],
    ["no sizes", file(["type: uchar", "encoding: raw"]), /its sizes are not stated/],
    [
      "huge sizes",
      file(["type: uchar", "sizes: 99999 99999 9999", "encoding: raw"]),
      /cut short: 24 bytes of samples/,
    ],
    [
      "bzip2",
      file([...HEAD, "encoding: bzip2"]),
      /encoding bzip2 is not supported; save it raw or with gzip/,
    ],
    ["damaged gzip", file([...HEAD, "encoding: gzip"]), /compressed data are damaged or cut short/],
    [
      "a bomb",
      file([...HEAD, "encoding: gzip"], gzipSync(new Uint8Array(2 ** 22))),
      /beyond the 1048600 bytes/,
    ],
  ])("%s is one plain line", async (_, bytes, message) => {
    await expect(decodedFile(nrrd, new Uint8Array(bytes), "a.nrrd")).rejects.toThrow(message);
  });
});
