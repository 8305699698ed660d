import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { VOLUMES } from "../../../io/test/fixtures/volumes.ts";
import { writeNifti } from "../../../io/test/formats/nifti-writer.ts";
import { encodeNpy } from "../../src/data/index.ts";
import { call } from "../commands/fake-io.ts";
import { scratchFolder } from "../data/scratch-folder.ts";

async function scored(predicted: string, truth: string, ...options: string[]) {
  const called = await call("score", predicted, truth, "--metrics", "dice,hd95", ...options, "--json");
  return {
    code: called.code,
    said: called.said,
    result: called.out === "" ? undefined : JSON.parse(called.out),
  };
}

/** Two of the fixtures that nibabel, numpy and ITK wrote. */
async function scoredVolumes(predicted: string, truth: string, ...options: string[]) {
  const folder = await scratchFolder({ ...VOLUMES });
  const { said, ...rest } = await scored(join(folder, predicted), join(folder, truth), ...options);
  return { ...rest, said: said.map((line) => line.replaceAll(`${folder}/`, "")) };
}

const TURNED = "its axes were brought into the orientation of the truth";

describe("volumes of one object", () => {
  it.each([
    ["flip_x.nii", [TURNED]],
    ["zxy.nii", [TURNED]],
    ["yxz.nii", [TURNED]],
    ["itk.mha", []],
    ["itk_raw.nrrd", []],
    ["pair.hdr", []],
    ["int64.nii", []],
    ["members.nii.gz", []],
    ["micron.nii", []],
    [
      "no_codes.nii",
      ["the truth says where it lies and it does not: they are compared by index, slowest axis first"],
    ],
  ])("%s is the same mask", async (name, notes) => {
    const { code, said, result } = await scoredVolumes(name, "oblique.nii");
    expect(code).toBe(0);
    expect(result.metrics.map((one: { overImages: { mean: number } }) => one.overImages.mean)).toEqual([
      1, 0,
    ]);
    expect(said).toEqual(notes.map((text) => `note: ${name}: ${text}`));
    expect(result.notes).toHaveLength(notes.length);
  });

  it("elsewhere are refused with how far, and compared by index on demand", async () => {
    const { code, said, result } = await scoredVolumes("half_turn_sform.nii", "oblique.nii");
    expect([code, result.images]).toEqual([1, 0]);
    expect(said[0]).toMatch(
      /^half_turn_sform\.nii: it lies 5 voxels \(6\.02 mm\) away from oblique\.nii.*nearest neighbour.*--geometry ignore$/,
    );
    const byIndex = await scoredVolumes("half_turn_sform.nii", "oblique.nii", "--geometry", "ignore");
    expect([byIndex.code, byIndex.result.metrics[0].dataset]).toEqual([0, 1]);
  });
});

describe("units", () => {
  const object = (unit: number, spacing: readonly number[], first: number) => {
    const voxels = new Uint8Array(64);
    for (let z = first; z < first + 2; z++) voxels[16 * z + 5] = 1;
    const bytes = writeNifti({ dims: [4, 4, 4], type: [2, 8], voxels, spacing });
    bytes[123] = unit;
    return bytes;
  };

  it("are those of the files, beside the number and in JSON", async () => {
    const folder = await scratchFolder({
      "p.nii": object(3, [500, 500, 3000], 1),
      "t.nii": object(3, [500, 500, 3000], 0),
    });
    const { result } = await scored(join(folder, "p.nii"), join(folder, "t.nii"), "--metrics", "hd");
    expect(result.unit).toBe("um");
    expect(result.metrics[0].overImages.mean).toBe(3000);
    const table = await call("score", join(folder, "p.nii"), join(folder, "t.nii"), "--metrics", "hd");
    expect(table.out).toContain("1 image, 64 pixels, distances in um");
  });

  it("of two kinds are brought to millimetres; of different pairs they are said not to compare", async () => {
    const folder = await scratchFolder({
      "p.nii": object(3, [500, 500, 3000], 1),
      "t.nii": object(2, [0.5, 0.5, 3], 0),
    });
    const { result } = await scored(join(folder, "p.nii"), join(folder, "t.nii"), "--metrics", "hd");
    expect([result.unit, result.metrics[0].overImages.mean]).toEqual(["mm", 3]);
    const [um, mm] = [object(3, [500, 500, 3000], 1), object(2, [0.5, 0.5, 3], 0)];
    const mixed = await scratchFolder({ "p/a.nii": um, "t/a.nii": um, "p/b.nii": mm, "t/b.nii": mm });
    const both = await scored(join(mixed, "p"), join(mixed, "t"));
    expect(both.result.unit).toBeUndefined();
    expect(both.said.join()).toMatch(
      /several units \(mm, um\): those of different images cannot be compared/,
    );
  });
});

describe("arrays", () => {
  it("saved x, y, z are turned by --axes, and the remedy for a size that is turned names it", async () => {
    const zyx = Uint8Array.from({ length: 24 }, (_, i) => Number(i % 5 === 0));
    const xyz = Uint8Array.from(
      { length: 24 },
      (_, i) => zyx[(i % 2) * 12 + (Math.floor(i / 2) % 3) * 4 + Math.floor(i / 6)],
    );
    const folder = await scratchFolder({
      "p.npy": encodeNpy({ data: xyz, shape: [4, 3, 2] }),
      "t.nii": writeNifti({ dims: [4, 3, 2], type: [2, 8], voxels: zyx }),
    });
    const [p, t] = [join(folder, "p.npy"), join(folder, "t.nii")];
    expect((await scored(p, t, "--axes", "xyz")).result.metrics[0].dataset).toBe(1);
    const { code, said } = await scored(p, t);
    expect(code).toBe(1);
    expect(said[0]).toMatch(
      /its shape \(4, 3, 2\) was taken for pixels of 2 values, which are not one-hot.*--axes, such as zyx/,
    );
    expect((await scored(p, t, "--axes", "xy")).said[0]).toMatch(
      /the axes "xy" do not name those of shape \(4, 3, 2\)/,
    );
    for (const wrong of ["xyq", "xyy", "zx"])
      expect((await scored(p, t, "--axes", wrong)).said[0]).toMatch(
        /'--axes <letters>' argument '\w+' is invalid\. Expected y and x, and perhaps z and c, each once, such as zyx/,
      );
  });

  it("of an archive are asked for by name", async () => {
    const folder = await scratchFolder({ ...VOLUMES });
    const [p, t] = [join(folder, "stored.npz"), join(folder, "oblique.nii")];
    // The file is whole: nothing is said of damage.
    expect((await scored(p, t)).said[0]).toMatch(
      /stored\.npz: it holds the arrays mask, image; say which one with --array, such as --array mask$/,
    );
    expect((await scored(p, t, "--array", "mask")).result.metrics[0].dataset).toBe(1);
  });
});

it("classes are matched by their names where both files have names", async () => {
  const nrrd = (labels: number[], ...names: string[]) =>
    new Uint8Array(
      Buffer.concat([
        Buffer.from(
          `NRRD0004\ntype: uchar\ndimension: 3\nsizes: 4 1 1\nencoding: raw\n${names
            .map(
              (name, k) =>
                `Segment${k}_ID:=${k}\nSegment${k}_Name:=${name}\nSegment${k}_LabelValue:=${k + 1}`,
            )
            .join("\n")}\n\n`,
        ),
        Uint8Array.from(labels),
      ]),
    );
  const folder = await scratchFolder({
    "p.seg.nrrd": nrrd([0, 1, 2, 2], "tumour", "liver"),
    "t.seg.nrrd": nrrd([0, 2, 1, 1], "liver", "tumour"),
  });
  const { result } = await scored(
    join(folder, "p.seg.nrrd"),
    join(folder, "t.seg.nrrd"),
    "--metrics",
    "dice",
  );
  expect(result.metrics[0].dataset).toBe(1);
  expect(result.names).toEqual({ 1: "liver", 2: "tumour" });
  expect(result.notes.join()).toMatch(
    /numbers its classes otherwise than the truth: they are matched by name/,
  );
});

// Small inputs with the right answers that stand beside the checkout while segloss is made; what they show is tested above as well.
const cases = fileURLToPath(new URL("../../../../../shared/cases/", import.meta.url));
const right: readonly (readonly [string, string, number])[] = [
  ["01/flipx_same_object.nii.gz", "01/truth.nii.gz", 1],
  ["02/cube_permuted_same_object.nii.gz", "02/cube_truth.nii.gz", 1],
  ["04/pred_LPS.nii.gz", "04/truth.nii.gz", 1],
  ["05/i64.nii.gz", "05/truth.nii.gz", 1],
  ["06/multimember.nii.gz", "06/truth.nii.gz", 1],
  ["07/int16_2.nii.gz", "07/truth_2.nii.gz", 1],
  ["08/pair.hdr", "08/truth.nii.gz", 1],
  ["09/micron.nii.gz", "09/truth.nii.gz", 1],
  ["36/onehot_chw_p.npy", "36/onehot_chw_t.npy", 0.6667],
  ["37/a_c.nrrd", "37/a.mha", 1],
];
for (const [predicted, truth, dice] of existsSync(cases) ? right : [])
  it(`case ${predicted}`, async () => {
    const { result } = await scored(join(cases, predicted), join(cases, truth), "--metrics", "dice");
    expect(result.metrics[0].dataset).toBeCloseTo(dice, 4);
  });
for (const [predicted, truth, line] of existsSync(cases)
  ? ([
      ["03/translate4mm.nii.gz", "03/truth.nii.gz", /it lies 4 voxels \(4 mm\) away/],
      ["38/two.npz", "38/truth.npy", /it holds the arrays image, mask; say which one/],
      ["39/seg_binary.dcm", "39/F.npy", /its frames have no plane positions/],
    ] as const)
  : [])
  it(`case ${predicted} is refused`, async () => {
    const { code, said } = await scored(join(cases, predicted), join(cases, truth));
    expect(code).toBe(1);
    expect(said[0]).toMatch(line);
  });

it("an array with axes of equal length beside a volume names --axes, which settles it", async () => {
  const voxels = Uint8Array.from({ length: 125 }, (_, i) => (i % 5) % 3);
  const turned = Uint8Array.from({ length: 125 }, (_, i) => Math.floor(i / 25) % 3);
  const cube = (data: Uint8Array) => encodeNpy({ data, shape: [5, 5, 5] });
  const files = { "zyx.npy": cube(voxels), "xyz.npy": cube(turned) };
  const placedAt = (dims: number[], data: Uint8Array) => {
    const bytes = writeNifti({ dims, type: [2, 8], voxels: data, spacing: [1, 1, 1] });
    // A code of the qform above 0: the file says where it lies.
    new DataView(bytes.buffer).setInt16(252, 1, true);
    return bytes;
  };
  const volume = placedAt([5, 5, 5], voxels);
  const folder = await scratchFolder({ ...files, "t.nii": volume });
  const of = async (name: string, ...options: string[]) => {
    const { said, result } = await scored(join(folder, name), join(folder, "t.nii"), ...options);
    return { said: said.map((line) => line.replaceAll(`${folder}/`, "")), dice: result.metrics[0].dataset };
  };
  const silent = await of("xyz.npy");
  expect(silent.dice).toBeLessThan(0.5);
  expect(silent.said).toEqual([
    "note: xyz.npy: the truth says where it lies and it does not: they are compared by index, slowest axis first; axes of equal length do not tell their order, so name those of the array with --axes, such as --axes zyx, or --axes xyz where it came from nibabel",
  ]);
  const byIndex = [
    "note: NAME: the truth says where it lies and it does not: they are compared by index, slowest axis first",
  ];
  for (const axes of ["xyz", "zyx"]) {
    const said = byIndex.map((line) => line.replace("NAME", `${axes}.npy`));
    expect(await of(`${axes}.npy`, "--axes", axes)).toEqual({ said, dice: 1 });
  }
  const slab = encodeNpy({ data: new Uint8Array(90).fill(1), shape: [3, 5, 6] });
  const long = placedAt([6, 5, 3], new Uint8Array(90).fill(1));
  const other = await scratchFolder({ "p.npy": slab, "t.nii": long });
  const told = await scored(join(other, "p.npy"), join(other, "t.nii"));
  expect(told.said.join()).not.toContain("--axes");
});
