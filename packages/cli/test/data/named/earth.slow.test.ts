import { readdir, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { countPixels, type DataSet } from "../../../src/data/data-set.ts";
import { unpackNpmFiles } from "../../../src/data/named/npm-package.ts";
import { openDataSet } from "../../../src/data/open-data-set.ts";
import { scratchFolder } from "../scratch-folder.ts";

async function openEarth(): Promise<DataSet | string> {
  return openDataSet("earth").catch((error: Error) => error.message);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

const earth = await openEarth();
if (typeof earth === "string") console.warn(`skipped: ${earth}`);

describe.skipIf(typeof earth === "string")("the earth", () => {
  test("is a third land, two thirds ocean and 0.38 % inland water, some in each of ten strips", () => {
    const set = earth as DataSet;
    const { classes, ignored } = countPixels(set);
    // Water is counted by threshold and connected components, which are exact: these are the only right numbers.
    expect(classes).toEqual([430303, 844786, 4911]);
    expect(ignored).toBe(0);
    const strips = [...new Set(set.images.map(({ group }) => group))];
    expect([set.images.length, strips.length]).toEqual([200, 10]);
    for (const strip of strips) {
      const images = set.images.filter(({ group }) => group === strip);
      expect(countPixels({ ...set, images }).classes[2]).toBeGreaterThan(0);
    }
  });

  test("image and mask lie on each other: ocean is bluer than land", () => {
    const sums = [0, 1].map(() => ({ blueness: 0, count: 0 }));
    for (const { image, mask } of (earth as DataSet).images)
      mask.forEach((label, i) => {
        if (label > 1) return;
        sums[label].blueness += image[3 * i + 2] - image[3 * i];
        sums[label].count++;
      });
    const [land, ocean] = sums.map(({ blueness, count }) => blueness / count);
    expect(ocean - land).toBeGreaterThan(0.15);
  });

  test("a damaged cache is mended; derived arrays are made again from the fetched files, the same", async () => {
    const cache = await scratchFolder();
    const first = await openDataSet("earth", { cacheFolder: cache });
    await writeFile(`${cache}/earth-1/image.npy`, "damaged");
    const texts: string[] = [];
    const second = await openDataSet("earth", { cacheFolder: cache, onProgress: (text) => texts.push(text) });
    expect(texts).toEqual(["averaging the photograph to 1600x800"]);
    second.images.forEach(({ name, image, mask }, i) => {
      expect(name).toBe(first.images[i].name);
      expect(Buffer.compare(bytesOf(image), bytesOf(first.images[i].image))).toBe(0);
      expect(Buffer.compare(bytesOf(mask), bytesOf(first.images[i].mask))).toBe(0);
    });
  });

  test("a package with other bytes than expected is refused", async () => {
    const folder = await scratchFolder();
    const forged = {
      spec: "three-globe@2.45.2",
      integrity: `sha512-${Buffer.alloc(64, 1).toString("base64")}`,
    };
    await expect(unpackNpmFiles(forged, ["LICENSE"], folder)).rejects.toThrow(
      expect.objectContaining({ code: "EINTEGRITY" }),
    );
    expect(await readdir(folder)).toEqual([]);
  });
});
