import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { call } from "../commands/fake-io.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";
import { expectSameOfGiven } from "./expect-same-of-given.ts";

async function scored(
  files: Record<string, Uint8Array | string>,
  paths: readonly string[],
  ...options: string[]
) {
  const folder = await scratchFolder(files);
  const places = paths.map((path) => join(folder, path));
  const { code, said, out } = await call("score", ...places, "--metrics", "dice", ...options, "--json");
  const own = (text: string) => text.replaceAll(`${folder}/`, "");
  await expectSameOfGiven(files, paths, ["--metrics", "dice", ...options], own(out || said[0]));
  return {
    code,
    place: (path: string) => join(folder, path),
    said: said.map((line) => line.replaceAll(`${folder}/`, "")),
    result: out ? JSON.parse(out) : undefined,
  };
}

const square = (from: number, to: number) => [[from, from, to, from, to, to, from, to]];
const coco = (...objects: readonly (readonly [category: number, rings: number[][]])[]) => ({
  images: [{ id: 1, file_name: "photos/a.jpg", width: 8, height: 8 }],
  categories: [
    { id: 1, name: "cat" },
    { id: 3, name: "dog" },
  ],
  annotations: objects.map(([category_id, segmentation], k) => ({
    id: k + 1,
    image_id: 1,
    category_id,
    segmentation,
    iscrowd: 0,
  })),
});
const json = (value: unknown) => JSON.stringify(value);
/** The mask of a cat from 1 to 5, by COCO's rule. */
const mask = grayPng(
  Array.from({ length: 8 }, (_, y) =>
    Array.from({ length: 8 }, (_x, x) => Number(x >= 1 && x < 5 && y >= 1 && y < 5)),
  ),
);

describe("files of annotations", () => {
  it("are scored against each other, and against folders of masks", async () => {
    const truth = json(coco([1, square(1, 5)]));
    const both = await scored({ "p.json": json(coco([1, square(1, 5)])), "t.json": truth }, [
      "p.json",
      "t.json",
    ]);
    expect(both).toMatchObject({
      code: 0,
      said: [],
      result: { images: 1, pixels: 64, names: { 1: "cat", 3: "dog" } },
    });
    expect(both.result.metrics[0].dataset).toBe(1);
    const masks = await scored({ "p/a.png": mask, "t.json": truth }, ["p", "t.json"]);
    expect(masks.result.metrics[0].dataset).toBe(1);
    const border = await scored(
      { "p/a.png": mask, "t.json": truth },
      ["p", "t.json"],
      "--polygons",
      "border",
    );
    expect(border.result.metrics[0].dataset).toBeCloseTo((2 * 16) / (16 + 25), 12);
  });

  it("of results take images and classes from the truth", async () => {
    const results = [{ image_id: 1, category_id: 3, score: 0.9, segmentation: square(1, 5) }];
    const { result } = await scored({ "p.json": json(results), "t.json": json(coco([3, square(1, 5)])) }, [
      "p.json",
      "t.json",
    ]);
    expect(result.metrics[0].classes).toMatchObject([{ label: 3, dataset: 1 }]);
  });

  it("of other tools are matched by the names of their classes", async () => {
    const labelme = (label: string) =>
      json({
        imagePath: "a.jpg",
        imageWidth: 8,
        imageHeight: 8,
        shapes: [
          {
            label,
            shape_type: "polygon",
            points: [
              [1, 1],
              [5, 1],
              [5, 5],
              [1, 5],
            ],
          },
        ],
      });
    const cvat = `<annotations><image id="0" name="a.jpg" width="8" height="8"><box label="dog" xtl="1" ytl="1" xbr="5" ybr="5"/></image></annotations>`;
    const files = { "p/a.json": labelme("dog"), "t.xml": cvat };
    const { result, code } = await scored(files, ["p", "t.xml"], "--polygons", "coco");
    expect([code, result.metrics[0].dataset]).toEqual([0, 1]);
    // Each file numbers the names of all files alike: cat is 1 and dog is 2, whichever a file holds.
    const folder = {
      "p/a.json": labelme("dog"),
      "p/b.json": labelme("cat"),
      "t/a.json": labelme("dog"),
      "t/b.json": labelme("dog"),
    };
    const several = await scored(folder, ["p", "t"]);
    expect(several.result.names).toEqual({ 1: "cat", 2: "dog" });
    expect(several.result.metrics[0].classes).toMatchObject([
      { label: 1, dataset: 0 },
      { label: 2, dataset: 2 / 3 },
    ]);
  });

  it("that are broken or lack the image are named", async () => {
    const broken = await scored({ "p.json": "{", "t.json": json(coco([1, square(1, 5)])) }, [
      "p.json",
      "t.json",
    ]);
    expect(broken.said[0]).toMatch(/p\.json: it is no whole JSON/);
    const other = await scored({ "p/b.png": mask, "t.json": json(coco([1, square(1, 5)])) }, ["p", "t.json"]);
    expect(other.code).toBe(1);
    expect(other.said.join()).toMatch(/no file of one has the name of a file of the other/);
    const two = { ...coco([1, square(1, 5)]) };
    two.images = [...two.images, { id: 2, file_name: "others/a.png", width: 8, height: 8 }];
    const doubled = await scored({ "p/a.png": mask, "t.json": json(two) }, ["p", "t.json"]);
    expect(doubled.said[0]).toBe(
      "t.json#others/a.png: t.json#photos/a.jpg has the same name and was taken; keep one of them",
    );
    two.images[1].file_name = "b.png";
    const files = { "p.png": mask, "p/a.png": mask, "t.json": json(two), "t/a.json": json(two) };
    const one = await scored(files, ["p.png", "t.json"]);
    expect(one.said[0]).toMatch(
      /t\.json holds 2 images and p\.png is one mask; give a folder of masks with the names of the images/,
    );
    const inFolder = await scored(files, ["p", "t"]);
    expect(inFolder.said[0]).toMatch(
      /t\/a\.json: it holds 2 images where a folder has one a file; give the path/,
    );
    const whole = await scored({ "p/every.json": json(two), "t/a.png": mask }, ["p", "t"]);
    expect(whole.said[0]).toMatch(
      /; annotations of many images are given by the path of their file, such as p\/every\.json$/,
    );
    const folder = await scored(files, ["p", "p.png"]);
    expect(folder.said[0]).toMatch(/p is a folder and p\.png is one file; give two files or two folders/);
  });

  it("of one image are scored against one mask, whatever its name", async () => {
    const files = { "mine.png": mask, "t.json": json(coco([1, square(1, 5)])) };
    for (const paths of [
      ["mine.png", "t.json"],
      ["t.json", "mine.png"],
    ]) {
      const { code, result } = await scored(files, paths);
      expect([code, result.metrics[0].dataset]).toEqual([0, 1]);
    }
  });

  it("match the classes whose names both have; the others are classes of their own", async () => {
    // Alone the names are numbered 1 (ape), 2 (dog): an ape is no cat, which is 1 in the truth.
    const cvat = `<annotations><image id="0" name="a.jpg" width="8" height="8"><box label="dog" xtl="1" ytl="1" xbr="5" ybr="5"/><box label="ape" xtl="5" ytl="5" xbr="7" ybr="7"/></image></annotations>`;
    const files = { "p.xml": cvat, "t.json": json(coco([3, square(1, 5)], [1, square(5, 7)])) };
    const { result } = await scored(files, ["p.xml", "t.json"]);
    expect(result.metrics[0].classes).toMatchObject([
      { label: 1, dataset: 0 },
      { label: 3, dataset: 1 },
      { label: 4, dataset: 0 },
    ]);
  });
});

describe("segments that overlap", () => {
  // The dog covers a quarter of the cat; each is right by itself.
  const overlapping = json(coco([1, square(1, 5)], [3, square(3, 7)]));

  it("are each scored whole", async () => {
    const files = { "p.json": json(coco([3, square(3, 7)], [1, square(1, 5)])), "t.json": overlapping };
    const { code, result } = await scored(files, ["p.json", "t.json"]);
    expect(code).toBe(0);
    expect(result.metrics[0].classes).toMatchObject([
      { label: 1, dataset: 1, overImages: 1 },
      { label: 3, dataset: 1, overImages: 1 },
    ]);
    // As one label a pixel the later object would hide the other.
    const flat = await scored({ "p/a.png": mask, "t.json": overlapping }, ["p", "t.json"]);
    expect(flat.result.metrics[0].classes).toMatchObject([
      { label: 1, dataset: 1 },
      { label: 3, dataset: 0 },
    ]);
    const region = await scored(files, ["p.json", "t.json"], "--regions", "animal=1+3");
    // Their pixels are counted once, and have no confusion matrix.
    expect(result).toMatchObject({ pixels: 64, overlapping: 1, confusion: [] });
    const table = await call("score", region.place("p.json"), region.place("t.json"), "--metrics", "dice");
    expect(table.out).toMatch(/^1 image, 64 pixels/);
    expect(table.out).toMatch(/No confusion matrix: segments of 1 image overlap/);
    expect(region.result.metrics[0].classes).toMatchObject([{ label: "animal", dataset: 1 }]);
  });

  it("are shown as wrong where a segment below the top is", async () => {
    // Both have the dog on top; the cat beneath it is smaller in one.
    const hidden = json(coco([1, [[1, 1, 5, 1, 5, 3, 3, 3, 3, 5, 1, 5]]], [3, square(3, 7)]));
    const { place } = await scored({ "p.json": hidden, "t.json": overlapping }, ["p.json", "t.json"]);
    const page = place("page.html");
    await call("score", place("p.json"), place("t.json"), "--metrics", "dice", "--html", page);
    const text = await readFile(page, "utf8");
    expect(text).toMatch(/1 image, 64 pixels/);
    expect(text).not.toContain("No image has a wrong pixel");
    expect(text.match(/<img /g)).toHaveLength(3);
  });

  it("are matched by the names of their classes", async () => {
    const box = (label: string, from: number, to: number) =>
      `<box label="${label}" xtl="${from}" ytl="${from}" xbr="${to}" ybr="${to}"/>`;
    const cvat = `<annotations><image id="0" name="a.jpg" width="8" height="8">${box("cat", 1, 5)}${box("dog", 3, 7)}</image></annotations>`;
    const { result, said } = await scored({ "p.xml": cvat, "t.json": overlapping }, ["p.xml", "t.json"]);
    expect(said).toEqual([
      "note: p.xml#a.jpg: it numbers its classes otherwise than the truth: they are matched by name",
    ]);
    expect(result.metrics[0].classes).toMatchObject([
      { label: 1, dataset: 1 },
      { label: 3, dataset: 1 },
    ]);
  });

  it("count as objects whole: IoU and matches are those of pycocotools", async () => {
    const text = await readFile(new URL("overlapping-objects.json", import.meta.url), "utf8");
    const { cases, thresholds } = JSON.parse(text);
    const metrics = thresholds.map((one: number) => `ap(threshold=${one})`).join(",");
    for (const { width, height, truth, predicted, iou, matched, most } of cases) {
      // What COCO matches best first here is as many as can be.
      expect(matched).toEqual(most);
      const file = (objects: number[][]) =>
        json({
          images: [{ id: 1, file_name: "a.jpg", width, height }],
          categories: [{ id: 1, name: "cell" }],
          annotations: objects.map((counts, k) => ({
            ...{ id: k + 1, image_id: 1, category_id: 1, iscrowd: 0 },
            segmentation: { size: [height, width], counts },
          })),
        });
      const files = { "p.json": file(predicted), "t.json": file(truth) };
      const options = ["--labels", "instances", "--objects", "--metrics", `ap,objectRecall,dice,${metrics}`];
      const { said, result } = await scored(files, ["p.json", "t.json"], ...options);
      expect(said).toEqual([]);
      const [ap, recall, , ...each] = result.metrics.map((one: { dataset: number }) => one.dataset);
      const share = (found: number) => found / (predicted.length + truth.length - found);
      expect(each).toEqual(matched.map(share));
      expect(ap).toBeCloseTo(matched.map(share).reduce((a: number, b: number) => a + b) / 10, 12);
      expect(recall).toBe(matched[0] / truth.length);
      const [{ matched: pairs }] = result.rows[0].objects;
      expect(pairs).toHaveLength(matched[0]);
      for (const pair of pairs) expect(pair.iou).toBeCloseTo(iou[pair.predicted - 1][pair.truth - 1], 12);
    }
  });

  it("are lists of whole objects, beside a mask without layers, with some left out", async () => {
    const files = { "p/a.png": mask, "t.json": overlapping };
    const instances = ["--labels", "instances", "--metrics", "ap(threshold=0.5),dice", "--objects"];
    const { said, result } = await scored(files, ["p", "t.json"], ...instances);
    expect(said).toEqual([]);
    expect(result.metrics[0].dataset).toBe(1 / 2);
    expect(result.rows[0].objects[0]).toMatchObject({
      matched: [{ predicted: 1, truth: 1, iou: 1 }],
      missed: [{ label: 2, pixels: 16, at: [3, 3] }],
    });
    // 12 of the dog's 16 pixels are no cat's.
    expect(result.metrics[1].dataset).toBe((2 * 16) / (16 + 28));
    const cat = await scored(files, ["p", "t.json"], ...instances, "--ignore", "2");
    expect(cat.result.metrics[0].dataset).toBe(1);
    const large = await scored(files, ["p", "t.json"], ...instances, "--min-size", "17");
    expect(large.result.metrics[0].dataset).toBe(null);
  });

  it("are refused by metrics of objects that share no pixel, by name", async () => {
    const files = { "p/a.png": mask, "t.json": overlapping };
    const asked = ["--labels", "instances", "--metrics", "dice,pq,objAssd"];
    const { said, code, result } = await scored(files, ["p", "t.json"], ...asked);
    expect([code, result.images]).toEqual([1, 0]);
    expect(said[0]).toBe(
      "t.json#photos/a.jpg: its objects overlap (cat, dog), and panopticQuality, objectSurfaceDistance need objects that share no pixel; leave them out of --metrics: averagePrecision, objectPrecision, objectRecall and lesionF1 take each object whole",
    );
    const without = [
      "--labels",
      "instances",
      "--metrics",
      "averagePrecision,objectPrecision,objectRecall,lesionF1",
    ];
    expect((await scored(files, ["p", "t.json"], ...without)).code).toBe(0);
  });

  it("are refused by metrics that need one label a pixel, by name", async () => {
    const files = { "p.json": overlapping, "t.json": overlapping };
    const { code, said } = await scored(files, ["p.json", "t.json"], "--metrics", "dice,pixelAccuracy");
    expect(code).toBe(1);
    expect(said[0]).toMatch(
      /its segments overlap \(cat, dog\), and pixelAccuracy needs one label a pixel; leave it out of --metrics/,
    );
  });
});

it("a folder that is an OME-Zarr is one mask", async () => {
  const multiscales = [
    {
      axes: ["y", "x"].map((name) => ({ name, type: "space", unit: "micrometer" })),
      datasets: [{ path: "0", coordinateTransformations: [{ type: "scale", scale: [0.5, 0.25] }] }],
    },
  ];
  const array = {
    zarr_format: 2,
    shape: [2, 4],
    chunks: [2, 4],
    dtype: "|u1",
    order: "C",
    fill_value: 0,
    filters: null,
    compressor: null,
  };
  const files = {
    "p/a.zarr/.zattrs": json({ multiscales }),
    "p/a.zarr/.zgroup": json({ zarr_format: 2 }),
    "p/a.zarr/0/.zarray": json(array),
    "p/a.zarr/0/0.0": Uint8Array.of(0, 1, 1, 2, 0, 1, 1, 2),
    "t/a.png": grayPng([
      [0, 1, 1, 2],
      [0, 1, 1, 2],
    ]),
  };
  const { code, result } = await scored(files, ["p", "t"]);
  expect([code, result.metrics[0].dataset, result.unit]).toEqual([0, 1, "um"]);
  const alone = await scored(files, ["p/a.zarr", "t/a.png"]);
  expect(alone.result.metrics[0].dataset).toBe(1);
});
