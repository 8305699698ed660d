import { describe, expect, test } from "vitest";
import { matchRasters } from "../src/geometry/match.ts";
import { commonSpacing } from "../src/geometry/spacing.ts";
import { toLabels } from "../src/mask-labels.ts";
import { LABELS, readVolume, VOLUMES } from "./fixtures/volumes.ts";

const names = { moving: "a", fixed: "b" };
const BY_INDEX = ["no_codes.nii", "one.npz", "stored.npz"];
const SCALED = ["slope_int16_3", "slope_int16_150", "slope_uint8_150"];
const ELSEWHERE = ["half_turn_qform.nii", "half_turn_sform.nii"];
const volumes = Object.keys(VOLUMES).filter((name) => !/\.(img|raw)$/.test(name));

describe("volumes that nibabel, numpy and ITK wrote are the same voxels at the same places", () => {
  const same = volumes.filter((name) => !ELSEWHERE.includes(name));
  test.each(same)("%s", async (name) => {
    const truth = await readVolume("oblique.nii");
    const labels = toLabels(await readVolume(name, { array: "mask" }));
    const { raster } = matchRasters(labels, truth, names, "world");
    expect([...raster.data]).toEqual(LABELS[name.replace(".nii", "")] ?? LABELS.labels);
    if (BY_INDEX.includes(name)) return;
    const places = labels.geometry!.affine.map(Math.abs).sort();
    if (!/flip|zxy|yxz/.test(name))
      labels.geometry!.affine.forEach((value, k) => {
        expect(value).toBeCloseTo(truth.geometry!.affine[k], 5);
      });
    expect(places.every(Number.isFinite)).toBe(true);
  });

  test("what was brought into another orientation is said, and nothing where nothing was done", async () => {
    const truth = await readVolume("oblique.nii");
    for (const name of ["flip_x.nii", "zxy.nii", "yxz.nii"])
      expect(matchRasters(await readVolume(name), truth, names, "world").notes).toEqual([
        "a: its axes were brought into the orientation of b",
      ]);
    for (const name of ["itk.nrrd", "itk.mha", "int16.nii", "micron.nii", "second.nii"])
      expect(matchRasters(await readVolume(name), truth, names, "world").notes).toEqual([]);
  });

  test("where one file has no place they are compared by index, and that is said", async () => {
    const truth = await readVolume("oblique.nii");
    for (const name of BY_INDEX)
      expect(matchRasters(await readVolume(name, { array: "mask" }), truth, names, "world").notes).toEqual([
        "b says where it lies and a does not: they are compared by index, slowest axis first",
      ]);
  });
});

describe("spacing", () => {
  test("goes with the axes of the truth; two units are brought to millimetres", async () => {
    const truth = await readVolume("oblique.nii");
    const of = async (moving: string, fixed: string) => {
      const b = await readVolume(fixed);
      return commonSpacing(matchRasters(await readVolume(moving), b, names, "world").raster, b, names);
    };
    expect(truth.spacing).toEqual([3, 1.5, 1]);
    expect(await of("zxy.nii", "oblique.nii")).toEqual({ along: [3, 1.5, 1], unit: "mm" });
    expect(await of("micron.nii", "micron.nii")).toEqual({ along: [3000, 1500, 1000], unit: "um" });
    expect(await of("oblique.nii", "micron.nii")).toEqual({ along: [3, 1.5, 1], unit: "mm" });
    expect(await of("itk.nrrd", "itk_raw.nrrd")).toEqual({ along: [3, 1.5, 1] });
  });

  test("of rasters without a place: one unit for both, or a refusal with both numbers", async () => {
    const { geometry: _, ...plain } = await readVolume("oblique.nii");
    const { geometry: __, ...micron } = await readVolume("micron.nii");
    expect(commonSpacing(micron, plain, names)).toEqual({ along: [3, 1.5, 1], unit: "mm" });
    expect(commonSpacing({ ...plain }, { ...plain }, names)?.unit).toBe("mm");
    const { spacing: ___, ...none } = plain;
    expect(commonSpacing(none, plain, names)?.along).toEqual([3, 1.5, 1]);
    expect(() => commonSpacing({ ...plain, spacing: [3, 1, 1] }, plain, names)).toThrow(
      "a: its spacing is 3 x 1 x 1 mm and that of b 3 x 1.5 x 1 mm; resample one, or say which holds with --spacing",
    );
  });
});

describe("labels", () => {
  test("under a scale factor are rounded within half of it, and that is said", async () => {
    for (const name of SCALED) {
      const labels = toLabels(await readVolume(`${name}.nii`));
      expect([...labels.data]).toEqual(LABELS[name]);
      expect(labels.notes?.join()).toMatch(/went through a scale factor.*astype/);
    }
    const raster = await readVolume("slope_int16_3.nii");
    const scores = { ...raster, data: Float64Array.from(raster.data, (value) => value / 2) };
    expect(() => toLabels(scores)).toThrow(/is no label; expected whole numbers/);
  });

  test("that are one-hot over a fourth axis are the index of the 1", async () => {
    expect(toLabels(await readVolume("onehot.nii")).notes).toEqual([
      "its 4 channels are one-hot: the label is the index of the 1",
    ]);
  });
});

test("a header whose sform and qform disagree is named", async () => {
  expect((await readVolume("disagree.nii")).notes?.join()).toMatch(
    /sform and its qform disagree: the sform is used, the qform places it 5 mm away/,
  );
  expect((await readVolume("oblique.nii")).notes).toBeUndefined();
});

test("a float32 quaternion of half a turn is near enough to its matrix", async () => {
  const [a, b] = [await readVolume("half_turn_qform.nii"), await readVolume("half_turn_sform.nii")];
  expect(matchRasters(a, b, names, "world").raster.data).toEqual(b.data);
  expect(() => matchRasters(a, { ...b, geometry: undefined! }, names, "world")).not.toThrow();
});

test("archives of several arrays ask which, naming them", async () => {
  await expect(readVolume("stored.npz")).rejects.toThrow(
    /it holds the arrays mask, image; say which one with --array, such as --array mask/,
  );
  await expect(readVolume("stored.npz", { array: "lungs" })).rejects.toThrow(
    /mask, image and none called lungs/,
  );
});
