import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { call } from "../commands/fake-io.ts";

// Small files of real tools with the right answers, which are not part of the repository. The same kinds, written by other hands or
// made here, are in pictures.test.ts, which needs no other folder.
const folder =
  process.env.SEGLOSS_CASES ?? fileURLToPath(new URL("../../../../../shared/cases", import.meta.url));
const absent = !existsSync(folder);

/** Rows of pictures: folder, prediction, truth. */
const SAME: readonly (readonly [string, string, string])[] = [
  ["10", "tiled_deflate.tif", "truth16.npy"],
  ["11", "sharp_wide_tile_lzw.tif", "wide.npy"],
  ["12", "1bit_fillorder2.tif", "truthB.npy"],
  ["13", "dt_f2.tif", "truth.npy"],
  ["15", "bool_minisblack.tif", "truthB.npy"],
  ["16", "dt_i4.tif", "truth.npy"],
  ["17", "bigtiff.tif", "truth16.npy"],
  ["18", "u8_packbits.tif", "truth.npy"],
  ["19", "u16_zstd_pred2.tif", "truth16.npy"],
  ["20", "be_u16_deflate_pred2.tif", "truth16.npy"],
  ["21", "multipage_stack.tif", "stack.npy"],
  ["22", "overviews_chain.tif", "truth16.npy"],
  ["24", "sh_voc_a.png", "voc_a.png"],
  ["25", "op_rgb_a.png", "voc_a.png"],
];

async function scored(number: string, predicted: string, truth: string, metric = "dice") {
  const at = (name: string) => `${folder}/${number}/${name}`;
  const { code, out, said } = await call("score", at(predicted), at(truth), "--metrics", metric, "--json");
  return { code, said, result: out === "" ? undefined : JSON.parse(out) };
}

describe.skipIf(absent)("files of real tools", () => {
  test.each(SAME)("%s: %s is the mask of %s", async (number, predicted, truth) => {
    const { code, result } = await scored(number, predicted, truth);
    expect(code).toBe(0);
    for (const { dataset } of result.metrics[0].classes) expect(dataset).toBe(1);
    expect(result.metrics[0].dataset).toBe(1);
  });

  test("14: -1 is no label", async () => {
    const { code, said } = await scored("14", "i8_minus1.tif", "truth.npy");
    expect(code).toBe(1);
    expect(said[0]).toMatch(/i8_minus1\.tif: value -1 \(pixel 0\) is no label/);
  });

  test("23: distances are in the micrometres of OME", async () => {
    const { result } = await scored("23", "pred.ome.tif", "truth.ome.tif", "hd95");
    expect(result.metrics[0].overImages.mean).toBe(3);
  });

  test("26: 0/255 against 0/1 is foreground, and said", async () => {
    const { code, said, result } = await scored("26", "pred", "truth");
    expect(code).toBe(0);
    expect(said).toEqual(["note: mask values 0 and 255 are taken for background and one foreground class"]);
    expect(result.metrics[0].dataset).toBeCloseTo(0.9251, 4);
  });

  test("27: files of every format are read, or named", async () => {
    const { code, said, result } = await scored("27", "pred", "truth");
    expect(code).toBe(0);
    const named = said.flatMap(
      (line) => /are of formats that are not read: (.*)$/.exec(line)?.[1].split(", ") ?? [],
    );
    expect(result.images + new Set(named).size).toBe(4);
  });
});
