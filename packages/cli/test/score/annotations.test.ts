import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { call } from "../commands/fake-io.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";

async function scored(
  files: Record<string, Uint8Array | string>,
  paths: readonly string[],
  ...options: string[]
) {
  const folder = await scratchFolder(files);
  const places = paths.map((path) => join(folder, path));
  const { code, said, out } = await call("score", ...places, "--metrics", "dice", ...options, "--json");
  return {
    code,
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
    const one = await scored({ "p.png": mask, "t.json": json(coco()) }, ["p.png", "t.json"]);
    expect(one.said[0]).toMatch(/t\.json holds many masks and .*p\.png is one file/);
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
    expect(region.result.metrics[0].classes).toMatchObject([{ label: "animal", dataset: 1 }]);
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
