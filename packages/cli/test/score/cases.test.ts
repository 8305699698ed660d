import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { call } from "../commands/fake-io.ts";

// Small files of real tools with the right answers, which are not part of the repository. The same kinds, written by other hands or
// made here, are in pictures.test.ts, which needs no other folder.
const folder =
  process.env.SEGLOSS_CASES ?? fileURLToPath(new URL("../../../../../shared/cases", import.meta.url));
const absent = !existsSync(folder);

/** Rows of the same mask: folder, prediction, truth. */
const SAME: readonly (readonly [string, string, string])[] = [
  ["01", "flipx_same_object.nii.gz", "truth.nii.gz"],
  ["02", "cube_permuted_same_object.nii.gz", "cube_truth.nii.gz"],
  ["04", "pred_LPS.nii.gz", "truth.nii.gz"],
  ["05", "i64.nii.gz", "truth.nii.gz"],
  ["06", "multimember.nii.gz", "truth.nii.gz"],
  ["07", "int16_2.nii.gz", "truth_2.nii.gz"],
  ["08", "pair.hdr", "truth.nii.gz"],
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
  ["37", "a_c.nrrd", "a.mha"],
];

/** Rows that are refused. */
const REFUSED: readonly (readonly [string, string, string, RegExp])[] = [
  ["03", "translate4mm.nii.gz", "truth.nii.gz", /it lies 4 voxels \(4 mm\) away from .*truth\.nii\.gz/],
  ["14", "i8_minus1.tif", "truth.npy", /i8_minus1\.tif: value -1 \(pixel 0\) is no label/],
  ["38", "two.npz", "truth.npy", /it holds the arrays image, mask; say which one with --array/],
  ["39", "seg_binary.dcm", "F.npy", /its frames have no plane positions/],
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

  test.each(REFUSED)("%s: %s is refused beside %s", async (number, predicted, truth, text) => {
    const { code, said } = await scored(number, predicted, truth);
    expect(code).toBe(1);
    expect(said[0]).toMatch(text);
  });

  test("09: micrometres and millimetres are the same place", async () => {
    const { code, result } = await scored("09", "micron.nii.gz", "truth.nii.gz", "dice,hd95");
    expect(code).toBe(0);
    const [dice, hd95] = result.metrics;
    expect([dice.dataset, hd95.overImages.mean]).toEqual([1, 0]);
  });

  test("36: an array is one-hot along its first axis, and said", async () => {
    const { said, result } = await scored("36", "onehot_chw_p.npy", "onehot_chw_t.npy");
    expect(said.join()).toMatch(/one-hot along axis 0/);
    expect(result.metrics[0].dataset).toBeCloseTo(2 / 3, 12);
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
