import { encode, type IndexedColors } from "fast-png";
import { describe, expect, test } from "vitest";
import { writeNifti } from "../../../io/test/formats/nifti-writer.ts";
import { openFolder } from "../../src/data/folder.ts";
import { problemsOf } from "../../src/data/listed-error.ts";
import { parsePairPattern } from "../../src/data/pair-pattern.ts";
import { exifPhoto } from "./exif-photo.ts";
import { grayPng, scratchFolder } from "./scratch-folder.ts";

const IMAGE = grayPng([
  [0, 51],
  [102, 255],
]);
const MASK = grayPng([
  [0, 1],
  [1, 0],
]);

/** Names of the samples of a folder of these files. */
async function samples(files: Record<string, Uint8Array | string>, options = {}) {
  const set = await openFolder(await scratchFolder(files), options);
  return set.images.map(({ name, mask }) => [name, [...mask]]);
}

describe("folders as people have them", () => {
  test.each([
    [["Images/a.png", "Masks/a.png"]],
    [["images/a.png", "labels/a.png"]],
    [["JPEGImages/a.png", "SegmentationClass/a.png"]],
    [["a.png", "a_mask.png"]],
    [["images/a.png", "masks/a_mask.png"]],
    [["imagesTr/a_0000.png", "labelsTr/a.png"]],
    [["a/images/a.png", "a/masks/1.png"]],
  ])("%j", async ([image, mask]) => {
    expect(await samples({ [image]: IMAGE, [mask]: MASK })).toEqual([["a", [0, 1, 1, 0]]]);
  });

  test("channels in files of their own, as nnU-Net numbers them, become channels of one image", async () => {
    const files = { "imagesTr/a_0000.png": IMAGE, "imagesTr/a_0001.png": MASK, "labelsTr/a.png": MASK };
    const set = await openFolder(await scratchFolder(files));
    expect(set.channels).toBe(2);
    expect([...set.images[0].image.slice(0, 4)]).toEqual([0, 0, 51 / 255, 1 / 255].map(Math.fround));
  });

  test("one file per object gives numbered objects; pixels of two are said", async () => {
    const object = (...row: number[]) => grayPng([row]);
    const set = await openFolder(
      await scratchFolder({
        "n1/images/n1.png": object(9, 9, 9, 9),
        "n1/masks/a.png": object(255, 255, 0, 0),
        "n1/masks/b.png": object(0, 255, 255, 0),
      }),
    );
    expect(set.classes).toEqual(["background", "object"]);
    expect([...set.images[0].instances!]).toEqual([1, 2, 2, 0]);
    expect(set.notes).toContain("n1: 1 pixels belong to two objects and count for the later one");
  });

  test("names pair by a pattern, either side first", async () => {
    const files = { "images/7.png": IMAGE, "masks/seg-7-final.png": MASK };
    for (const text of ["seg-{id}-final.png={id}.png", "{id}.png=seg-{id}-final.png"])
      expect(await samples(files, { pairs: parsePairPattern(text) })).toEqual([["7", [0, 1, 1, 0]]]);
    const flat = { "7.png": IMAGE, "7.seg.png": MASK };
    expect(await samples(flat, { pairs: parsePairPattern("{id}.seg.png={id}.png") })).toEqual([
      ["7", [0, 1, 1, 0]],
    ]);
    await expect(samples(files, { pairs: parsePairPattern("x{id}.png={id}.tif") })).rejects.toThrow(
      /no two files pair by x\{id\}\.png=\{id\}\.tif/,
    );
  });

  test.each(["{id}.png", "a.png=b.png", "{id}{id}.png={id}.png", "{id}=a={id}"])(
    "%s is no pattern",
    (text) => {
      expect(parsePairPattern(text)).toMatch(/Expected .*"\{id\}_seg\.png=\{id\}\.png"/);
    },
  );

  test("folders inside of images/ and masks/ are not looked into, and named", async () => {
    const picture = grayPng([[0, 1]]);
    const nested = { "images/A/1.png": picture, "masks/A/1.png": picture };
    const mixed = { ...nested, "images/0.png": picture, "masks/0.png": picture };
    const { notes } = await openFolder(await scratchFolder(mixed));
    expect(notes.filter((note) => note.includes("not looked into"))).toEqual([
      expect.stringMatching(/images: 1 folder in it is not looked into: A$/),
      expect.stringMatching(/masks: 1 folder in it is not looked into: A$/),
    ]);
    await expect(openFolder(await scratchFolder(nested))).rejects.toThrow(
      /images: no readable file; expected .*images: 1 folder in it is not looked into: A$/,
    );
  });

  test("every file that is broken is listed, every one without a partner too", async () => {
    const files = { "images/a.png": IMAGE, "images/b.png": IMAGE, "images/c.png": IMAGE };
    const broken = { ...files, "masks/a.png": "no", "masks/b.png": MASK, "masks/c.png": "no" };
    const error = await openFolder(await scratchFolder(broken)).catch((caught: unknown) => caught);
    expect((error as Error).message).toMatch(/2 files of 3 pairs cannot be read, see above/);
    expect(problemsOf(error).map((line) => line.replace(/^.*masks\//, ""))).toEqual([
      expect.stringMatching(/^a\.png: cannot be read as PNG/),
      expect.stringMatching(/^c\.png: cannot be read as PNG/),
    ]);
    const lonely = await openFolder(await scratchFolder({ ...files, "masks/x.png": MASK })).catch(
      (e: unknown) => e,
    );
    expect(problemsOf(lonely)).toHaveLength(4);
  });
});

describe("masks as tools save them", () => {
  test("half with 0/1 and half with 0/255 are one foreground class", async () => {
    const white = grayPng([
      [0, 255],
      [0, 0],
    ]);
    const files = { "images/a.png": IMAGE, "masks/a.png": MASK, "images/b.png": IMAGE, "masks/b.png": white };
    const set = await openFolder(await scratchFolder(files));
    expect(set.ignore).toBeUndefined();
    expect(set.images.map(({ mask }) => [...mask])).toEqual([
      [0, 1, 1, 0],
      [0, 1, 0, 0],
    ]);
  });

  const palettePng = (indices: number[], ...palette: number[][]) =>
    encode({
      ...{ width: 2, height: 2, channels: 1, depth: 8, data: Uint8Array.from(indices) },
      palette: palette as IndexedColors,
    });

  test("with palettes in other orders go by colour, those of the mask with most colours", async () => {
    const [black, red, green] = [
      [0, 0, 0],
      [200, 0, 0],
      [0, 200, 0],
    ];
    const files = {
      "images/a.png": IMAGE,
      "masks/a.png": palettePng([0, 1, 1, 0], red, black),
      "images/b.png": IMAGE,
      "masks/b.png": palettePng([0, 1, 2, 0], black, red, green),
    };
    const set = await openFolder(await scratchFolder(files));
    expect(set.images.map(({ mask }) => [...mask])).toEqual([
      [1, 0, 0, 1],
      [0, 1, 2, 0],
    ]);
    expect(set.notes).toEqual(["a: its palette has another order than others: labels go by colour"]);
    const strange = { ...files, "masks/a.png": palettePng([0, 1, 1, 0], red, [9, 9, 9]) };
    await expect(openFolder(await scratchFolder(strange))).rejects.toThrow(
      /masks\/a\.png: its palette has the colours of .*b\.png in another order, and #090909 besides.*classes\.json/,
    );
  });

  describe("with palettes of grays, as optipng gives them to gray masks:", () => {
    const gray = (level: number) => [level, level, level];
    /** Labels of masks beside images of their size, and the notes. */
    async function read(masks: readonly Uint8Array[], classes?: object) {
      const files = masks.flatMap((mask, k): [string, Uint8Array][] => [
        [`images/${k}.png`, IMAGE],
        [`masks/${k}.png`, mask],
      ]);
      const stated = classes ? { "classes.json": JSON.stringify(classes) } : {};
      const { images, notes } = await openFolder(
        await scratchFolder({ ...Object.fromEntries(files), ...stated }),
      );
      return { labels: images.map(({ mask }) => [...mask]), notes };
    }
    const SAVED = palettePng([0, 1, 1, 0], gray(0), gray(2));
    const PLAIN = grayPng([
      [1, 1],
      [2, 0],
    ]);

    test("beside masks that have none, the grays are the labels", async () => {
      const { labels, notes } = await read([SAVED, PLAIN]);
      expect(labels).toEqual([
        [0, 2, 2, 0],
        [1, 1, 2, 0],
      ]);
      expect(notes).toEqual(["0: labels are the grays of the palette"]);
    });

    test("where they number grays differently, too", async () => {
      const other = palettePng([0, 1, 2, 0], gray(0), gray(1), gray(2));
      const third = palettePng([2, 1, 0, 0], gray(0), gray(2), gray(3));
      expect((await read([SAVED, other, third])).labels).toEqual([
        [0, 2, 2, 0],
        [0, 1, 2, 0],
        [3, 2, 0, 0],
      ]);
    });

    test("where a class file lists the grays as values, too", async () => {
      const levels = palettePng([0, 1, 2, 0], gray(0), gray(60), gray(180));
      const classes = ["none", "cell", "edge"];
      const listed = await read([levels, levels], { classes, values: [0, 60, 180] });
      expect(listed.labels[0]).toEqual([0, 1, 2, 0]);
      // All with one palette, and nothing that speaks for the grays: indices, as ever.
      expect((await read([levels, levels], { classes })).labels[0]).toEqual([0, 1, 2, 0]);
    });

    test("an even ramp shows indices, and colours of a class file go first", async () => {
      const ramp = palettePng([0, 1, 2, 3], gray(0), gray(85), gray(170), gray(255));
      expect((await read([ramp, PLAIN])).labels[0]).toEqual([0, 1, 2, 3]);
      const classes = { classes: ["none", "cell", "edge"], colours: ["#000000", "#020202", "#ff0000"] };
      expect((await read([SAVED, PLAIN], classes)).labels[0]).toEqual([0, 1, 1, 0]);
    });
  });

  test("with smoothed edges are cut at half white, and said", async () => {
    const row = [0, 0, 0, 60, 140, 220, 255, 255, 255, 255];
    const files = {
      "images/a.png": grayPng(Array.from({ length: 6 }, () => row)),
      "masks/a.png": grayPng(Array.from({ length: 6 }, () => row)),
    };
    const set = await openFolder(await scratchFolder(files));
    expect([...set.images[0].mask.slice(0, 10)]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    expect(set.notes[0]).toBe("a: its edges are smoothed (antialiased): it is cut at half white");
  });

  test("with the mask in alpha, and in colours of labelmap.txt", async () => {
    const alpha = [0, 255, 0, 255].flatMap((value) => [7, 7, 7, value]);
    const cutOut = encode({ width: 2, height: 2, channels: 4, depth: 8, data: Uint8Array.from(alpha) });
    expect(await samples({ "images/a.png": IMAGE, "masks/a.png": cutOut })).toEqual([["a", [0, 1, 0, 1]]]);
    const colours = [0, 1, 2, 0].flatMap(
      (k) =>
        [
          [0, 0, 0],
          [200, 10, 0],
          [10, 0, 200],
        ][k],
    );
    const rgb = encode({ width: 2, height: 2, channels: 3, depth: 8, data: Uint8Array.from(colours) });
    const labelmap = "background:0,0,0::\nroad:200,10,0::\nsky:10,0,200::\n";
    const set = await openFolder(
      await scratchFolder({ "images/a.png": IMAGE, "masks/a.png": rgb, "labelmap.txt": labelmap }),
    );
    expect(set.classes).toEqual(["background", "road", "sky"]);
    expect([...set.images[0].mask]).toEqual([0, 1, 2, 0]);
  });
});

describe("photographs with an EXIF orientation", () => {
  // Stored 24x16 with the bright block at the left of the first row; turned by a quarter it is at the right of the top.
  const blocks = [
    [255, 0, 0],
    [0, 0, 0],
  ];
  const mask = (width: number, height: number, x: number, y: number) =>
    grayPng(
      Array.from({ length: height }, (_, v) =>
        Array.from({ length: width }, (_, u) => Number(u >> 3 === x && v >> 3 === y)),
      ),
    );
  const photo = (orientation: number) => exifPhoto(blocks, orientation);

  /** Mean of the image where the mask is. */
  async function brightness(files: Record<string, Uint8Array>, options = {}) {
    const set = await openFolder(await scratchFolder(files), options);
    const means = set.images.map(({ image, mask: labels }) => {
      const inside = image.filter((_, i) => labels[i] === 1);
      return inside.reduce((a, b) => a + b, 0) / inside.length;
    });
    return { means: means.map((mean) => Math.round(mean)), notes: set.notes };
  }

  test("are turned where the mask has the turned size, left where it has the stored one, and said", async () => {
    const shown = { "images/a.jpg": photo(6), "masks/a.png": mask(16, 24, 1, 0) };
    expect(await brightness(shown)).toEqual({
      means: [1],
      notes: ["a: its EXIF orientation 6 is applied: the mask has the turned size"],
    });
    const stored = { "images/a.jpg": photo(6), "masks/a.png": mask(24, 16, 0, 0) };
    expect(await brightness(stored)).toEqual({
      means: [1],
      notes: ["a: its EXIF orientation 6 is left: the mask has the size of the stored pixels"],
    });
  });

  test("where sizes do not tell are as the option says, or as the others of the set, or asked about", async () => {
    const upsideDown = { "images/a.jpg": photo(3), "masks/a.png": mask(24, 16, 2, 1) };
    expect((await brightness(upsideDown, { exif: "apply" })).means).toEqual([1]);
    expect((await brightness(upsideDown, { exif: "raw" })).means).toEqual([0]);
    await expect(brightness(upsideDown)).rejects.toThrow(
      /a\.jpg: its EXIF orientation is 3 .*--exif apply .*--exif raw/,
    );
    expect((await brightness(upsideDown, { exif: "apply" })).notes).toEqual([
      "a: its EXIF orientation 3 is applied, as asked for",
    ]);
    const turned = { "images/a.jpg": photo(6), "masks/a.png": mask(16, 24, 1, 0) };
    await expect(brightness(turned, { exif: "raw" })).rejects.toThrow(
      /; leave out --exif raw, or export them again/,
    );
    const withOther = { ...upsideDown, "images/b.jpg": photo(6), "masks/b.png": mask(16, 24, 1, 0) };
    expect((await brightness(withOther)).means).toEqual([1, 1]);
  });
});

describe("volumes that say where they lie", () => {
  /** A slice of 3 x 2 voxels, whose x runs by `step` mm from `origin`. */
  const placed = (voxels: readonly number[], step: number, origin: number): Uint8Array => {
    const bytes = writeNifti({ dims: [3, 2, 1], type: [2, 8], voxels: Uint8Array.from(voxels) });
    const view = new DataView(bytes.buffer);
    view.setInt16(254, 1, true);
    [step, 0, 0, origin, 0, 1, 0, 0, 0, 0, 1, 0].forEach((value, i) => {
      view.setFloat32(280 + 4 * i, value, true);
    });
    return bytes;
  };
  // x runs the other way in the mask's file.
  const image = placed([10, 20, 30, 40, 50, 60], 1, 0);
  const mask = (origin = 2) => placed([1, 0, 0, 0, 0, 1], -1, origin);

  test("a mask is turned into the orientation of its image, and that is said", async () => {
    const folder = await scratchFolder({ "images/a.nii": image, "masks/a.nii": mask() });
    const set = await openFolder(folder);
    expect([...set.images[0].mask]).toEqual([0, 0, 1, 1, 0, 0]);
    expect(set.notes.join()).toMatch(/its axes were brought into the orientation of its image/);
    const byIndex = await openFolder(folder, { geometry: "index" });
    expect([...byIndex.images[0].mask]).toEqual([1, 0, 0, 0, 0, 1]);
  });

  test("a mask that lies elsewhere is refused with the distance", async () => {
    const folder = await scratchFolder({ "images/a.nii": image, "masks/a.nii": mask(7) });
    await expect(openFolder(folder)).rejects.toThrow(/it lies 5 voxels .* away from .*a\.nii/);
  });
});
