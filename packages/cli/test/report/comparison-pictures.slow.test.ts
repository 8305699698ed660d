import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import type { ComparisonResults } from "../../src/compare/protocol/results.ts";
import { classColours } from "../../src/page/palette.ts";
import { choosePictures } from "../../src/report/comparison/choose-pictures.ts";
import { drawPictures } from "../../src/report/comparison/draw-pictures.ts";
import { ERROR_COLOURS } from "../../src/report/comparison/error-colours.ts";
import { NO_PICTURES, type Pictures } from "../../src/report/comparison/pictures.ts";
import { readPictures, storePictures } from "../../src/report/comparison/store-pictures.ts";
import { scratchFolder } from "../data/scratch-folder.ts";
import { nineLosses, withFailures } from "./made-cases.ts";
import { madeSource } from "./made-source.ts";

/** Dice of a loss on an image by another road: sums over all repeats, class by class. */
function diceOf({ losses, data }: ComparisonResults, loss: number, image: number): number {
  const rows = losses[loss].trials.flatMap(({ evidence }) => evidence.filter((one) => one.image === image));
  const ofRow = rows.map(({ tp, fp, fn }) => {
    const held = data.scored.filter((c) => tp[c] + fn[c] > 0);
    return (
      held.map((c) => (2 * tp[c]) / (2 * tp[c] + fp[c] + fn[c])).reduce((a, b) => a + b, 0) / held.length
    );
  });
  return ofRow.reduce((a, b) => a + b, 0) / ofRow.length;
}

describe("the choice of images", () => {
  it("holds the image where the losses differ most, with its best and worst loss, and the worst of each loss", () => {
    const results = nineLosses();
    const tested = results.data.images.map((_, i) => i).filter((i) => !results.plan.validation.includes(i));
    const all = results.losses.map((_, l) => tested.map((i) => diceOf(results, l, i)));
    const spread = tested.map(
      (_, k) => Math.max(...all.map((own) => own[k])) - Math.min(...all.map((own) => own[k])),
    );
    const widest = spread.indexOf(Math.max(...spread));
    const choices = choosePictures(results);
    expect(choices[0].image).toBe(tested[widest]);
    const there = all.map((own) => own[widest]);
    expect(choices[0].losses).toContain(there.indexOf(Math.max(...there)));
    expect(choices[0].losses).toContain(there.indexOf(Math.min(...there)));
    results.losses.forEach(({ loss }, l) => {
      const worst = tested[all[l].indexOf(Math.min(...all[l]))];
      const choice = choices.find(({ image }) => image === worst)!;
      expect(choice.why).toContain(`worst image of ${loss} `);
    });
    expect(new Set(choices.map(({ image }) => image)).size).toBe(choices.length);
  });

  it("is empty where no training has a network, and leaves out losses without one", () => {
    const results = withFailures();
    const lost = results.losses.findIndex(({ states }) => states.diverged === 10);
    expect(choosePictures(results).some(({ losses }) => losses.includes(lost))).toBe(false);
    expect(choosePictures({ ...results, losses: [results.losses[lost]] })).toEqual([]);
  });
});

async function drawn(): Promise<{ results: ComparisonResults; pictures: Pictures }> {
  const results = nineLosses();
  const source = madeSource(results);
  const choices = [{ image: 3, losses: [0, 1, 2], why: "for the test" }];
  // The first loss predicts the truth but for its ignored rows, the second background, the third has no network.
  const pictures = await drawPictures(
    source,
    results.losses.map(({ loss }) => loss),
    choices,
    async (loss, image) => {
      if (loss === 2) return null;
      const { mask } = source.sample(image);
      return loss === 0 ? mask.map((label) => (label === 255 ? 1 : label)) : new Uint8Array(mask.length);
    },
  );
  return { results, pictures };
}

describe("pictures", () => {
  it("show classes in their colours, and right, missed and ignored pixels", async () => {
    const { results, pictures } = await drawn();
    const [{ truth, predictions, photograph }] = pictures.images;
    const mask = madeSource(results).sample(3).mask;
    const colours = classColours(results.data.classes);
    const pixel = (png: Uint8Array, i: number) => [...decode(png).data.subarray(3 * i, 3 * i + 3)];
    const one = mask.indexOf(1);
    expect(pixel(truth, one)).toEqual([...colours[1]]);
    expect(predictions.map(({ loss }) => loss)).toEqual(results.losses.slice(0, 2).map(({ loss }) => loss));
    expect(pixel(predictions[0].errors, one)).toEqual([...ERROR_COLOURS.right]);
    expect(pixel(predictions[0].errors, 0)).toEqual([...ERROR_COLOURS.ignored]);
    expect(pixel(predictions[1].errors, one)).toEqual([...ERROR_COLOURS.missed]);
    expect([decode(photograph).width, decode(photograph).height]).toEqual([160, 120]);
  });

  it("of large images are smaller by a whole factor: labels of single pixels, means of values", async () => {
    const { results } = await drawn();
    const source = madeSource({
      ...results,
      data: { ...results.data, images: [{ name: "wide", group: "w", width: 400, height: 90 }] },
    });
    const constant = {
      ...source,
      sample: () => ({ ...source.sample(0), image: new Float32Array(400 * 90 * 3).fill(0.5) }),
    };
    const pictures = await drawPictures(
      constant,
      ["dice"],
      [{ image: 0, losses: [], why: "" }],
      async () => null,
    );
    const { data, width, height } = decode(pictures.images[0].photograph);
    expect([width, height]).toEqual([134, 30]);
    expect(new Set(data)).toEqual(new Set([128]));
  });

  it("are read as they were stored, of the same data alone", async () => {
    const { pictures } = await drawn();
    const folder = await scratchFolder();
    await storePictures(folder, pictures);
    expect(await readPictures(folder, pictures.fingerprint)).toEqual(pictures);
    expect(await readPictures(folder, "other data")).toEqual(NO_PICTURES);
    await storePictures(folder, { ...pictures, images: [] });
    expect(await readPictures(folder, pictures.fingerprint)).toEqual(NO_PICTURES);
    await expect(readdir(join(folder, "pictures"))).rejects.toThrow(/ENOENT/);
  });

  it("take no file from outside their folder", async () => {
    const { pictures } = await drawn();
    const folder = await scratchFolder({ "secret.png": "secret" });
    await storePictures(folder, pictures);
    const index = join(folder, "pictures", "index.json");
    await writeFile(index, (await readFile(index, "utf8")).replace('"3-image.png"', '"../secret.png"'));
    await expect(readPictures(folder, pictures.fingerprint)).rejects.toThrow(/pictures.secret\.png/);
  });
});
