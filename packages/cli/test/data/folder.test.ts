import type { RasterData } from "@segloss/io";
import { encodeNpy } from "@segloss/io";
import { encode } from "fast-png";
import { encode as encodeJpeg } from "jpeg-js";
import { describe, expect, test } from "vitest";
import { isDataError } from "../../src/data/data-error.ts";
import { openFolder } from "../../src/data/folder.ts";
import { imageValues } from "../../src/data/image-values.ts";
import { grayPng, scratchFolder } from "./scratch-folder.ts";

const IMAGE = grayPng([
  [0, 51],
  [102, 255],
]);

/** A data set of gray images with these masks, named a, b, c. */
async function folderOf(
  masks: Uint8Array[],
  more: Record<string, Uint8Array | string> = {},
): Promise<string> {
  const files = masks.flatMap((mask, i) => [
    [`images/${"abc"[i]}.png`, IMAGE],
    [`masks/${"abc"[i]}.png`, mask],
  ]);
  return scratchFolder({ ...Object.fromEntries(files), ...more });
}

function rgbPng(pixels: number[][]): Uint8Array {
  return encode({ width: 2, height: 2, channels: 3, depth: 8, data: Uint8Array.from(pixels.flat()) });
}

/** A gray JPEG of 16x16 pixels, as bytes. */
function grayJpeg(gray: (i: number) => number): Uint8Array {
  const data = Uint8Array.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 255 : gray(Math.floor(i / 4))));
  return new Uint8Array(encodeJpeg({ data, width: 16, height: 16 }, 90).data);
}

describe("images and masks of a folder", () => {
  test("are paired by stem, read as [0, 1] and class indices, and grouped by file", async () => {
    const folder = await folderOf(
      [
        grayPng([
          [0, 1],
          [2, 1],
        ]),
        grayPng([
          [0, 0],
          [0, 2],
        ]),
      ],
      {
        "images/notes.txt": "not an image",
        "images/.hidden.png": "not one either",
      },
    );
    const set = await openFolder(folder);
    expect(set).toMatchObject({ classes: ["background", "class 1", "class 2"], channels: 1 });
    expect(set.notes).toEqual([`${folder}/images: 1 file is of a format that is not read: notes.txt`]);
    expect(set.ignore).toBeUndefined();
    expect(set.images.map(({ name, group }) => [name, group])).toEqual([
      ["a", "a"],
      ["b", "b"],
    ]);
    const [first] = set.images;
    expect([...first.image]).toEqual([0, 0.2, 0.4, 1].map(Math.fround));
    expect(first).toMatchObject({ width: 2, height: 2, mask: Uint8Array.of(0, 1, 2, 1) });
    expect(first.instances).toBeUndefined();
  });

  test("an image may be RGB where others are gray: gray is repeated, and said", async () => {
    const folder = await folderOf(
      [
        grayPng([
          [0, 1],
          [1, 1],
        ]),
      ],
      {
        "images/b.png": rgbPng([
          [255, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 255],
        ]),
        "masks/b.png": grayPng([
          [0, 1],
          [0, 1],
        ]),
      },
    );
    const set = await openFolder(folder);
    expect(set.channels).toBe(3);
    expect([...set.images[0].image.subarray(3, 6)]).toEqual([0.2, 0.2, 0.2].map(Math.fround));
    expect([...set.images[1].image.subarray(0, 3)]).toEqual([1, 0, 0]);
    expect(set.notes).toEqual([expect.stringMatching(/1 of 2 images are gray/)]);
  });

  test("volumes become one sample per slice, grouped by volume", async () => {
    const values = Float32Array.from({ length: 12 * 7 }, (_, i) => i - 10);
    const labels = Uint8Array.from({ length: 12 * 7 }, (_, i) => i % 2);
    const folder = await scratchFolder({
      "images/scan.npy": encodeNpy({ data: values, shape: [2, 6, 7] }),
      "masks/scan.npy": encodeNpy({ data: labels, shape: [2, 6, 7] }),
    });
    const set = await openFolder(folder);
    expect(set.images.map(({ name, group }) => [name, group])).toEqual([
      ["scan#000", "scan"],
      ["scan#001", "scan"],
    ]);
    // Measured values go from the volume's smallest to its largest, not each slice's own.
    expect(set.images[0].image[0]).toBe(0);
    expect(set.images[0].image[41]).toBeCloseTo(41 / 83, 6);
    expect(set.images[1].image[41]).toBe(1);
    expect(set.images[1].mask).toEqual(labels.slice(42));
  });
});

describe("values of an image", () => {
  const raster = (data: RasterData) => ({
    data,
    width: data.length,
    height: 1,
    depth: 1,
    channels: 1,
    bitDepth: 32,
  });

  test("without a white stay as they are inside [0, 1], else go from smallest to largest", () => {
    expect([...imageValues(raster(Float64Array.of(0.25, 0.5))).values]).toEqual([0.25, 0.5]);
    expect([...imageValues(raster(Int16Array.of(-1000, 0, 1000))).values]).toEqual([0, 0.5, 1]);
    expect([...imageValues(raster(Float32Array.of(7, 7))).values]).toEqual([0, 0]);
  });

  test("of a palette index beyond the palette are an error", () => {
    const indexed = { ...raster(Uint8Array.of(0, 2)), palette: [[0, 0, 0]] };
    expect(() => imageValues(indexed)).toThrow(/pixel 1 has palette index 2, but the palette ends at 0/);
  });
});

describe("pairs that do not match", () => {
  test("missing masks and missing images are counted and named", async () => {
    const files = Object.fromEntries(["1", "2", "3", "4", "5"].map((name) => [`images/${name}.png`, IMAGE]));
    const folder = await scratchFolder({ ...files, "masks/1.png": IMAGE, "masks/x_mask.png": IMAGE });
    await expect(openFolder(folder)).rejects.toThrow(
      /4 images without a mask \(2, 3, 4 and 1 more\); 1 mask without an image \(x_mask\)\. A mask has the file name of its image/,
    );
  });

  test("different sizes are listed with both sizes", async () => {
    const folder = await folderOf([
      grayPng([
        [0, 1],
        [1, 1],
      ]),
      grayPng([[0, 1, 1]]),
    ]);
    await expect(openFolder(folder)).rejects.toThrow(
      /1 of 2 masks differ in size from their image: b \(image 2x2, mask 3x1\)/,
    );
  });

  test("no images/ folder, an empty one, and two files of one stem", async () => {
    await expect(openFolder(await scratchFolder())).rejects.toThrow(
      /images: no such folder.*images\/ and masks\//,
    );
    const empty = await scratchFolder({ "images/readme.txt": "", "masks/a.png": IMAGE });
    await expect(openFolder(empty)).rejects.toThrow(/images: no readable file; expected PNG/);
    const twice = await scratchFolder({ "images/a.png": IMAGE, "images/a.jpg": "", "masks/a.png": IMAGE });
    await expect(openFolder(twice)).rejects.toThrow(/two files are called a/);
  });

  test("errors are marked as the user's to mend", async () => {
    const error = await openFolder(await scratchFolder()).catch((caught: unknown) => caught);
    expect(isDataError(error)).toBe(true);
    expect(isDataError(new Error("a defect"))).toBe(false);
  });
});

describe("what the masks' numbers mean", () => {
  test("0 and 255 alone are one foreground class", async () => {
    const set = await openFolder(
      await folderOf([
        grayPng([
          [0, 255],
          [255, 0],
        ]),
        grayPng([
          [0, 0],
          [0, 0],
        ]),
      ]),
    );
    expect(set.images[0].mask).toEqual(Uint8Array.of(0, 1, 1, 0));
    expect(set.classes).toEqual(["background", "foreground"]);
    expect(set.ignore).toBeUndefined();
    expect(set.notes).toEqual([expect.stringMatching(/0 and 255 .* one foreground class/)]);
  });

  test("255 besides other values is ignored, and said; the rule is the set's, not the file's", async () => {
    const set = await openFolder(
      await folderOf([
        grayPng([
          [0, 255],
          [255, 0],
        ]),
        grayPng([
          [0, 1],
          [2, 0],
        ]),
      ]),
    );
    expect(set.ignore).toBe(255);
    expect(set.images[0].mask).toEqual(Uint8Array.of(0, 255, 255, 0));
    expect(set.classes).toHaveLength(3);
    expect(set.notes).toEqual([expect.stringMatching(/255 is taken for the ignore label/)]);
  });

  test("classes.json names classes, translates values and states the ignore label", async () => {
    const mask = grayPng([
      [0, 128],
      [200, 128],
    ]);
    const json = JSON.stringify({ classes: ["sky", "sea"], values: [0, 128], ignore: 200 });
    const set = await openFolder(await folderOf([mask], { "classes.json": json }));
    expect(set.classes).toEqual(["sky", "sea"]);
    expect(set.images[0].mask).toEqual(Uint8Array.of(0, 1, set.ignore!, 1));
    const short = JSON.stringify({ classes: ["sky"], values: [0] });
    await expect(openFolder(await folderOf([mask], { "classes.json": short }))).rejects.toThrow(
      /the masks hold 128, 200, which classes.json does not list/,
    );
  });

  test("classes.txt names classes, one a line; a mask value beyond them is an error", async () => {
    const names = { "classes.txt": "ground\r\ntree\n" };
    const set = await openFolder(
      await folderOf(
        [
          grayPng([
            [0, 1],
            [1, 0],
          ]),
        ],
        names,
      ),
    );
    expect(set.classes).toEqual(["ground", "tree"]);
    await expect(
      openFolder(
        await folderOf(
          [
            grayPng([
              [0, 2],
              [1, 0],
            ]),
          ],
          names,
        ),
      ),
    ).rejects.toThrow(/class index 2, but only 2 classes are named/);
  });

  test("a wrong classes.json shows what is expected", async () => {
    const mask = grayPng([
      [0, 1],
      [1, 0],
    ]);
    for (const json of ["{", "3", '{"names": ["a"]}', '{"classes": ["a", "b"], "values": [0]}'])
      await expect(openFolder(await folderOf([mask], { "classes.json": json }))).rejects.toThrow(
        /classes\.json: .*expected \["background", "cell"\]/,
      );
  });

  test("16-bit masks with several values number objects; two values stay classes", async () => {
    const objects = grayPng(
      [
        [0, 1],
        [300, 1],
      ],
      16,
    );
    const set = await openFolder(await folderOf([objects]));
    expect(set.classes).toEqual(["background", "object"]);
    expect(set.images[0].mask).toEqual(Uint8Array.of(0, 1, 1, 1));
    expect(set.images[0].instances).toEqual(Uint16Array.of(0, 1, 300, 1));
    const two = await openFolder(
      await folderOf([
        grayPng(
          [
            [0, 1],
            [1, 1],
          ],
          16,
        ),
      ]),
    );
    expect(two.images[0].instances).toBeUndefined();
    const classes = await openFolder(
      await folderOf([
        grayPng(
          [
            [0, 1],
            [2, 1],
          ],
          16,
        ),
      ]),
      { labels: "classes" },
    );
    expect(classes.images[0].mask).toEqual(Uint8Array.of(0, 1, 2, 1));
  });

  test("8-bit object numbers are taken as such when stated; ignored pixels are in no object", async () => {
    const mask = grayPng([
      [0, 7],
      [255, 9],
    ]);
    const set = await openFolder(await folderOf([mask]), { labels: "instances", ignore: 255 });
    expect(set).toMatchObject({ classes: ["background", "object"], ignore: 255 });
    expect(set.images[0].mask).toEqual(Uint8Array.of(0, 1, 255, 1));
    expect(set.images[0].instances).toEqual(Uint8Array.of(0, 7, 0, 9));
  });

  test("gray levels, very many values, and nothing but 0 are errors with a remedy", async () => {
    await expect(
      openFolder(
        await folderOf([
          grayPng([
            [0, 128],
            [64, 0],
          ]),
        ]),
      ),
    ).rejects.toThrow(/values 0, 64, 128 look like gray levels.*classes\.json/);
    const row = Array.from({ length: 100 }, (_, i) => i);
    const many = await scratchFolder({ "images/a.png": grayPng([row]), "masks/a.png": grayPng([row]) });
    await expect(openFolder(many)).rejects.toThrow(
      /100 values .* classes or numbered objects\? .*"instances"/,
    );
    await expect(
      openFolder(
        await folderOf([
          grayPng([
            [0, 0],
            [0, 0],
          ]),
        ]),
      ),
    ).rejects.toThrow(/every mask pixel is 0/);
  });

  test("a mask in colours is an error that names the file and the remedy; RGB without colours is gray", async () => {
    const colours = rgbPng([
      [0, 0, 0],
      [255, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    await expect(openFolder(await folderOf([colours]))).rejects.toThrow(
      /masks\/a\.png: it holds colours .*save it as palette or gray PNG/,
    );
    const gray = rgbPng([
      [0, 0, 0],
      [1, 1, 1],
      [2, 2, 2],
      [0, 0, 0],
    ]);
    expect((await openFolder(await folderOf([gray]))).images[0].mask).toEqual(Uint8Array.of(0, 1, 2, 0));
  });

  test("palette masks are indices whatever their colours", async () => {
    const palette = [
      [0, 0, 0],
      [128, 0, 0],
      [0, 128, 0],
    ];
    const mask = encode({
      width: 2,
      height: 2,
      channels: 1,
      depth: 8,
      data: Uint8Array.of(0, 1, 2, 0),
      palette,
    });
    expect((await openFolder(await folderOf([mask]))).images[0].mask).toEqual(Uint8Array.of(0, 1, 2, 0));
  });

  test("a black and white JPEG mask is cut at half white; any other JPEG mask is an error", async () => {
    const image = {
      "images/a.png": grayPng(Array.from({ length: 16 }, () => new Array<number>(16).fill(9))),
    };
    const halves = grayJpeg((i) => (i % 16 < 8 ? 0 : 255));
    const set = await openFolder(await scratchFolder({ ...image, "masks/a.jpg": halves }));
    expect([...set.images[0].mask.subarray(0, 16)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
    const ramp = grayJpeg((i) => (i % 16) * 16);
    await expect(openFolder(await scratchFolder({ ...image, "masks/a.jpg": ramp }))).rejects.toThrow(
      /masks\/a\.jpg: JPEG changes labels.*save the mask as PNG/,
    );
  });

  test("scores in place of labels are an error", async () => {
    const scores = encodeNpy({ data: Float32Array.of(0, 0.5, 1, 1), shape: [2, 2] });
    const folder = await scratchFolder({ "images/a.png": IMAGE, "masks/a.npy": scores });
    await expect(openFolder(folder)).rejects.toThrow(/masks\/a\.npy: value 0\.5 \(pixel 1\) is no label/);
    const image = encodeNpy({ data: Float32Array.of(0, Number.NaN, 1, 1), shape: [2, 2] });
    const broken = await scratchFolder({
      "images/a.npy": image,
      "masks/a.png": grayPng([
        [0, 1],
        [1, 0],
      ]),
    });
    await expect(openFolder(broken)).rejects.toThrow(/images\/a\.npy: value 1 is NaN/);
  });
});
