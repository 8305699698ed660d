import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { countPixels } from "../../src/data/data-set.ts";
import { openDataSet } from "../../src/data/open-data-set.ts";

// Real data that is not part of the repository: the folder that holds dsb2018-nuclei and others.
const folder =
  process.env.SEGLOSS_DATA ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const absent = !existsSync(folder);
if (absent)
  console.warn(`skipped: ${folder} is absent; set SEGLOSS_DATA to a folder with the real data sets`);

describe.skipIf(absent)("real data sets", () => {
  test("dsb2018-nuclei: 16-bit object labels; gray and colour images together", async () => {
    const set = await openDataSet(`${folder}/dsb2018-nuclei`);
    expect(set.images).toHaveLength(232);
    expect(set).toMatchObject({ classes: ["background", "object"], channels: 3 });
    expect(set.ignore).toBeUndefined();
    // Its index.tsv: 00071198d059 has 27 nuclei on 8.719 % of 256x256 pixels.
    const [first] = set.images;
    expect(first).toMatchObject({ name: "00071198d059", width: 256, height: 256 });
    expect(Math.max(...first.instances!)).toBe(27);
    expect(first.mask.filter((label) => label === 1).length / 65536).toBeCloseTo(0.08719, 5);
  });

  test("oxford-pets-mini: JPEG photographs, three classes, 255 ignored", async () => {
    const set = await openDataSet(`${folder}/oxford-pets-mini`);
    expect(set.images).toHaveLength(26);
    expect(set).toMatchObject({ classes: ["background", "class 1", "class 2"], channels: 3, ignore: 255 });
    expect(set.notes).toContain("mask value 255 is taken for the ignore label");
    expect(countPixels(set).ignored).toBeGreaterThan(0);
  });

  test("nasa-superalloy: three classes, the rarest 2.2 % of pixels; tiles", async () => {
    const set = await openDataSet(`${folder}/nasa-superalloy`, { tile: 128 });
    const { classes } = countPixels(set);
    expect(set).toMatchObject({ classes: ["background", "class 1", "class 2"], channels: 1 });
    expect(classes[2] / classes.reduce((sum, count) => sum + count)).toBeCloseTo(0.022, 2);
    expect(new Set(set.images.map(({ group }) => group)).size).toBe(14);
  });

  test("chase-db1: vessels on 7.74 % of pixels", async () => {
    const set = await openDataSet(`${folder}/chase-db1`);
    expect(set.images).toHaveLength(14);
    expect(set.images[0]).toMatchObject({ width: 999, height: 960 });
    // Counted with zlib and the PNG filters alone, in Python.
    expect(countPixels(set).classes).toEqual([12387843, 1038717]);
  });

  test("hippocampus-msd: NIfTI volumes become slices with spacing, grouped by volume", async () => {
    const set = await openDataSet(`${folder}/hippocampus-msd`);
    expect(new Set(set.images.map(({ group }) => group)).size).toBe(100);
    expect(set.classes).toHaveLength(3);
    expect(set.images[0].spacing).toEqual([1, 1]);
    // Bytes, and floats up to 1.7 million: each volume has its mean at 0.5 and its deviation at an eighth.
    for (const group of ["hippocampus_001", "hippocampus_004", "hippocampus_136"]) {
      const values = set.images.filter((one) => one.group === group).flatMap(({ image }) => [...image]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect([mean, Math.sqrt(variance)]).toEqual([expect.closeTo(0.5, 4), expect.closeTo(1 / 8, 4)]);
    }
  });

  test("sct-spinal-cord-3d: thin volumes with their in-plane spacing", async () => {
    const set = await openDataSet(`${folder}/sct-spinal-cord-3d`);
    const gray = set.images.find(({ group }) => group === "t2s_graymatter")!;
    expect(gray.spacing?.map((mm) => mm.toFixed(1))).toEqual(["0.5", "0.5"]);
  });

  test("wsu-chloroplast-3d: 105 values in 8 bits are asked about; stated, they are objects", async () => {
    await expect(openDataSet(`${folder}/wsu-chloroplast-3d`)).rejects.toThrow(
      /105 values .* classes or numbered objects\?/,
    );
    const set = await openDataSet(`${folder}/wsu-chloroplast-3d`, { labels: "instances" });
    const largest = set.images.map(({ instances }) => [...instances!].reduce((a, b) => Math.max(a, b)));
    expect(Math.max(...largest)).toBe(104);
  });
});
