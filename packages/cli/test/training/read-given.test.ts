import { png, type Raster } from "@segloss/io";
import { describe, expect, test } from "vitest";
import { readGiven } from "../../src/training/read-given.ts";

const [width, height] = [8, 6];
const picture = (value: (i: number) => number): Raster => {
  const data = Uint8Array.from({ length: width * height }, (_, i) => value(i));
  return { width, height, depth: 1, channels: 1, bitDepth: 8, fullScale: 255, data };
};

/** Files by their paths, as a page holds them. */
function given(name: string, files: Readonly<Record<string, Uint8Array | string>>) {
  const blobs = Object.entries(files).map(
    ([path, content]) => [path, new Blob([content as Uint8Array<ArrayBuffer>])] as const,
  );
  return { name, files: new Map(blobs) };
}

const image = png.encode!(picture((i) => (i * 5) % 256));
const mask = png.encode!(picture((i) => (i % 8 < 4 ? 0 : 255)));

describe("given files", () => {
  test("pair by folders and names; classes, groups and what is wrong are said", async () => {
    const files = {
      ...{ "Images/p1_a.png": image, "Images/p1_b.png": image, "Images/p2_a.png": image },
      ...{ "masks/p1_a_mask.png": mask, "masks/p1_b_mask.png": mask, "masks/p2_a_mask.png": mask },
      "classes.json": '["background", "cell"]',
      "groups.csv": "p1_a,p1\np1_b,p1\np2_a,p2\n",
    };
    const { source, groups, facts } = await readGiven(given("set", files));
    expect(source.images.map(({ name }) => name)).toEqual(["p1_a", "p1_b", "p2_a"]);
    expect({ classes: source.classes, groups }).toEqual({
      classes: ["background", "cell"],
      groups: ["p1", "p1", "p2"],
    });
    expect(facts).toMatchObject({ scored: [1], thin: [], observers: null });
    expect([...source.sample(0).mask].slice(0, 8)).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    expect(source.sample(0).image[1]).toBeCloseTo(5 / 255, 6);
  });

  test("in one folder pair by the suffix of the masks, and a broken one is passed over", async () => {
    const files = {
      "a.png": image,
      "a_mask.png": mask,
      "b.png": image,
      "b_mask.png": new Uint8Array([1, 2]),
    };
    const { source, facts, passedOver } = await readGiven(given("flat", files));
    expect(source.images.map(({ name }) => name)).toEqual(["a"]);
    expect(passedOver).toEqual([expect.stringMatching(/b_mask\.png: /)]);
    expect(facts.notes).toEqual(expect.arrayContaining([...passedOver!]));
  });

  test("with annotations are painted as compare paints them", async () => {
    const coco = {
      images: [{ id: 1, file_name: "a.png", width, height }],
      categories: [{ id: 3, name: "cell" }],
      annotations: [
        { id: 1, image_id: 1, category_id: 3, segmentation: [[2, 1, 6, 1, 6, 5, 2, 5]], iscrowd: 0 },
      ],
    };
    const files = { "images/a.png": image, "annotations.json": JSON.stringify(coco) };
    const { source } = await readGiven(given("coco", files));
    expect(source.classes).toEqual(["background", "cell"]);
    expect([...source.sample(0).mask].filter((label) => label === 1)).toHaveLength(16);
    expect(source.images[0].hasObjects).toBe(true);
  });

  test("that are no set are an error with what a set is", async () => {
    await expect(readGiven(given("x", { "a.png": image, "b.png": image }))).rejects.toThrow(
      /^x: 2 image files without masks; a data set is a folder with images\/ and masks\//,
    );
  });
});
