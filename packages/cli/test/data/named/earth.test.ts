import { mkdir, writeFile } from "node:fs/promises";
import { encodeNpy } from "@segloss/io";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Sample } from "../../../src/data/data-set.ts";
import { areaAverage } from "../../../src/data/named/area-average.ts";
import { earthClasses } from "../../../src/data/named/earth-classes.ts";
import { openDataSet } from "../../../src/data/open-data-set.ts";
import { split } from "../../../src/data/split.ts";
import { scratchFolder } from "../scratch-folder.ts";

/** Drawn maps: # is land, . is water. */
function classesOf(...rows: string[]): string[] {
  const gray = rows.flatMap((row) => [...row].map((place) => (place === "#" ? 127 : 128)));
  const classes = earthClasses(gray, rows[0].length, rows.length);
  return rows.map((row, y) => Array.from(classes.subarray(y * row.length, (y + 1) * row.length)).join(""));
}

describe("classes of the earth", () => {
  test("the largest water is ocean, other water is inland", () => {
    expect(classesOf("#######", "#..#..#", "#..####", "#######")).toEqual([
      "0000000",
      "0110220",
      "0110000",
      "0000000",
    ]);
  });

  test("water meets at corners and at 180 degrees, not over the poles", () => {
    expect(classesOf("######", ".####.", "#.##.#", "######")).toEqual([
      "000000",
      "100001",
      "010010",
      "000000",
    ]);
    expect(classesOf(".####", "#####", "..###")).toEqual(["20000", "00000", "11000"]);
    expect(classesOf("####.", ".####", "#####", "#...#")).toEqual(["00002", "20000", "00000", "01110"]);
  });

  test("a world without water is land", () => {
    expect(classesOf("##", "##")).toEqual(["00", "00"]);
  });
});

describe("area average", () => {
  test("counts fractions of pixels: 5 to 2 covers two and a half each", () => {
    const image = { data: [1, 2, 3, 4, 5], width: 5, height: 1, channels: 1 };
    const [left, right] = areaAverage(image, 2, 1);
    expect(left).toBeCloseTo((1 + 2 + 1.5) / 2.5, 6);
    expect(right).toBeCloseTo((1.5 + 4 + 5) / 2.5, 6);
  });

  test("agrees with averaging a fine grid, in both axes and every channel", () => {
    const [width, height, channels] = [7, 5, 3];
    const data = Array.from({ length: width * height * channels }, (_, i) => (i * 37) % 101);
    const result = areaAverage({ data, width, height, channels }, 3, 2);
    // 21 x 10 sub-pixels, of which each new pixel holds 7 x 5.
    for (let y = 0; y < 2; y++)
      for (let x = 0; x < 3; x++)
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          for (let v = 0; v < 5; v++)
            for (let u = 0; u < 7; u++)
              sum += data[(Math.floor((5 * y + v) / 2) * width + Math.floor((7 * x + u) / 3)) * channels + c];
          expect(result[(y * 3 + x) * channels + c]).toBeCloseTo(sum / 35, 4);
        }
  });
});

/** A cache that holds a drawn map: its columns count up, so that pixels tell where they are from. */
async function drawnCache(): Promise<string> {
  const cache = await scratchFolder();
  const pixels = 1600 * 800;
  const image = new Float32Array(pixels * 3).map((_, i) => Math.floor(i / 3) % 1600);
  const mask = new Uint8Array(pixels).map((_, i) => i % 3);
  await mkdir(`${cache}/earth-1`);
  await writeFile(`${cache}/earth-1/image.npy`, encodeNpy({ data: image, shape: [800, 1600, 3] }));
  await writeFile(`${cache}/earth-1/mask.npy`, encodeNpy({ data: mask, shape: [800, 1600] }));
  return cache;
}

describe("the earth set, on a drawn map", () => {
  test("tiles of any size keep to their longitudes: held-back and other columns do not meet", async () => {
    const cacheFolder = await drawnCache();
    for (const tile of [undefined, 128, 40]) {
      const set = await openDataSet("earth", { cacheFolder, ...(tile ? { tile } : {}) });
      const { train, validation } = split(set);
      // A first row tells the columns of its tile.
      const columns = ({ image, mask, width }: Sample) =>
        Array.from({ length: width }, (_, x) => x)
          .filter((x) => mask[x] !== set.ignore)
          .map((x) => image[3 * x]);
      const held = new Set(validation.images.flatMap(columns));
      const others = new Set(train.images.flatMap(columns));
      expect([held.size, others.size, new Set([...held, ...others]).size]).toEqual([480, 1120, 1600]);
      expect(set.images[0].width).toBe(tile ?? 80);
    }
  });

  test("tiles that are larger than a strip of longitude are refused", async () => {
    await expect(openDataSet("earth", { tile: 256 })).rejects.toThrow(/earth: tiles of 256 .* at most 160/);
  });
});

describe("the earth set without a cache", () => {
  test("offline: the error says what is missing and names nuclei", async () => {
    const cacheFolder = await scratchFolder();
    vi.stubEnv("npm_config_offline", "true");
    vi.stubEnv("npm_config_cache", `${cacheFolder}/npm`);
    onTestFinished(() => void vi.unstubAllEnvs());
    const before = { ...process.env };
    await expect(openDataSet("earth", { cacheFolder })).rejects.toThrow(
      /earth: three-globe@2\.45\.2 is not in the cache .* could not be fetched \(ENOTCACHED\).*nuclei .*no network/,
    );
    // npm's configuration is read without leaving its marks in the environment.
    expect({ ...process.env }).toEqual(before);
  });
});
