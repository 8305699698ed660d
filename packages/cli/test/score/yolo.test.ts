import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { call } from "../commands/fake-io.ts";
import { exifPhoto } from "../data/exif-photo.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";
import { expectSameOfGiven } from "./expect-same-of-given.ts";

type Files = Record<string, Uint8Array | string>;

const SIDE = 8;
const mask = (label: number, from: number, to: number) =>
  grayPng(
    Array.from({ length: SIDE }, (_, y) =>
      Array.from({ length: SIDE }, (_x, x) => (x >= from && x <= to && y >= from && y <= to ? label : 0)),
    ),
  );
/** A line of a square whose corners are these pixels. */
const line = (index: number, from: number, to: number, ...confidence: number[]) =>
  [index, ...[from, from, to, from, to, to, from, to].map((place) => place / SIDE), ...confidence].join(" ");

async function scored(files: Files, paths: readonly [string, string], ...options: string[]) {
  const folder = await scratchFolder(files);
  const places = paths.map((path) => join(folder, path));
  const { code, said, out } = await call("score", ...places, "--metrics", "dice", ...options, "--json");
  const result = out ? JSON.parse(out) : undefined;
  const own = (text: string) => text.replaceAll(`${folder}/`, "");
  await expectSameOfGiven(files, paths, ["--metrics", "dice", ...options], own(out || said[0]));
  return {
    code,
    said: said.map((one) => one.replaceAll(`${folder}/`, "")),
    classes: result?.metrics[0]?.classes.map((one: { label: number; dataset: number }) => [
      one.label,
      one.dataset,
    ]),
    result,
  };
}

describe("labels of YOLO", () => {
  it("are scored against masks, whose sizes they take; a confidence is no corner", async () => {
    const files = {
      "p/a.txt": line(1, 1, 4, 0.93),
      "p/b.txt": line(0, 2, 3, 0.5),
      "t/a.png": mask(2, 1, 4),
      "t/b.png": mask(1, 2, 3),
    };
    for (const paths of [
      ["p", "t"],
      ["t", "p"],
      ["p/a.txt", "t/a.png"],
      ["t/a.png", "p/a.txt"],
    ] as const) {
      const { code, said, result } = await scored(files, paths);
      expect([code, said, result.metrics[0].dataset]).toEqual([0, [], 1]);
    }
    const coco = await scored(files, ["p", "t"], "--polygons", "coco");
    expect(coco.classes).toEqual([
      [1, (2 * 1) / (1 + 4)],
      [2, (2 * 9) / (9 + 16)],
    ]);
  });

  it("are scored against each other by their images, beside them or in images/", async () => {
    const truth = { "d/labels/val/a.txt": line(0, 1, 4), "d/labels/val/b.txt": line(1, 2, 3) };
    const images = { "d/images/val/a.png": mask(0, 0, 0), "d/images/val/b.png": mask(0, 0, 0) };
    const named = { ...truth, ...images, "d/data.yaml": "names: [cat, dog]" };
    const predicted = {
      "run/labels/a.txt": line(0, 1, 4, 0.9),
      "run/labels/b.txt": `${line(1, 2, 2, 0.9)}\n${line(1, 2, 3, 0.2)}`,
    };
    for (const paths of [
      ["run/labels", "d/labels/val"],
      ["run", "d/labels/val"],
      ["d/labels/val", "run"],
    ] as const) {
      const { code, said, result, classes } = await scored({ ...named, ...predicted }, paths);
      expect([code, said, classes]).toEqual([
        0,
        [],
        [
          [1, 1],
          [2, 1],
        ],
      ]);
      if (paths[1] === "d/labels/val") expect(result.names).toEqual({ 1: "cat", 2: "dog" });
    }
    const drawn = { "run/a.png": mask(0, 0, 0), "run/b.png": mask(0, 0, 0) };
    expect((await scored({ ...truth, ...predicted, ...drawn }, ["run/labels", "d/labels/val"])).code).toBe(0);
    const beside = { "p/a.png": mask(0, 0, 0), "p/a.txt": line(0, 1, 4), "t/a.png": mask(1, 1, 4) };
    expect((await scored(beside, ["p", "t"])).classes).toEqual([[1, 1]]);
  });

  it("are matched with annotations of other tools by the names of classes", async () => {
    const coco = {
      images: [{ id: 1, file_name: "a.jpg", width: SIDE, height: SIDE }],
      categories: [
        { id: 1, name: "dog" },
        { id: 2, name: "cat" },
      ],
      annotations: [
        { id: 1, image_id: 1, category_id: 2, segmentation: [[1, 1, 5, 1, 5, 5, 1, 5]], iscrowd: 0 },
      ],
    };
    const files = {
      "p/labels/a.txt": line(0, 1, 4),
      "p/classes.txt": "cat\ndog\n",
      "t.json": JSON.stringify(coco),
    };
    const { code, classes, said } = await scored(files, ["p/labels", "t.json"]);
    expect([code, classes]).toEqual([0, [[2, 1]]]);
    expect(said).toEqual([
      "note: p/labels/a.txt: it numbers its classes otherwise than the truth: they are matched by name",
    ]);
  });

  it("that are missing mean no object, and that is said; where nothing pairs, names are the matter", async () => {
    const files = {
      "p/a.txt": line(0, 1, 4),
      "t/a.png": mask(1, 1, 4),
      "t/b.png": mask(1, 1, 4),
      "q/x.txt": line(0, 1, 4),
    };
    const { code, said, classes } = await scored(files, ["p", "t"]);
    expect([code, said, classes]).toEqual([
      0,
      ["note: p: 1 image has no label file (b), which means no object"],
      [[1, (2 * 16) / (16 + 32)]],
    ]);
    const other = await scored(files, ["q", "t"]);
    expect(other.code).toBe(1);
    expect(other.said[0]).toMatch(/no file of one has the name of a file of the other/);
  });

  it("count their objects, the smaller ones on top", async () => {
    const files = {
      "p/a.txt": `${line(0, 1, 2)}\n${line(0, 0, 5)}`,
      "t/a.txt": `${line(0, 0, 5)}\n${line(0, 1, 2)}`,
      "t/a.png": mask(0, 0, 0),
    };
    const { code, result } = await scored(files, ["p", "t"], "--labels", "instances", "--metrics", "ap");
    expect([code, result.metrics[0].dataset]).toEqual([0, 1]);
  });

  it("of a photograph that is turned have its size as shown", async () => {
    const files = {
      "p/labels/a.txt": "0 0 0 0.99 0 0.99 0.99 0 0.99",
      "p/images/a.jpg": exifPhoto([[0, 255]], 6),
      "t/a.png": grayPng(Array.from({ length: 16 }, () => new Array<number>(8).fill(1))),
    };
    expect((await scored(files, ["p/labels", "t"])).classes).toEqual([[1, 1]]);
  });

  it("that cannot be read are named with the remedy", async () => {
    const truth = { "t/a.txt": line(0, 1, 4), "p/a.txt": line(0, 1, 4) };
    const sizeless = await scored(truth, ["p", "t"]);
    expect(sizeless.code).toBe(1);
    expect(sizeless.said[0]).toBe(
      "p/a.txt: a YOLO file does not say how large its image is, and the image was not found; expected it beside the file, or in images/ beside labels/",
    );
    // The remedy mends it.
    expect((await scored({ ...truth, "t/a.png": mask(0, 0, 0) }, ["p", "t"])).classes).toEqual([[1, 1]]);
    const broken = {
      "p/a.txt": line(0, 1, 4),
      "p/b.txt": "0 0.1 0.1 0.2",
      "t/a.png": mask(1, 1, 4),
      "t/b.png": mask(1, 1, 4),
    };
    const one = await scored(broken, ["p", "t"]);
    expect([one.code, one.classes]).toEqual([1, [[1, 1]]]);
    expect(one.said[0]).toMatch(
      /^p\/b\.txt: line 1: expected the number of a class and at least three corners/,
    );
    const lost = await scored({ ...truth, "t/a.png": "no picture" }, ["p", "t"]);
    expect(lost.said[0]).toMatch(/t\/a\.png: cannot be read as PNG/);
  });

  it("are no texts of other kinds", async () => {
    const files = { "p/a.png": mask(1, 1, 4), "p/readme.txt": "Masks of 2024", "t/a.png": mask(1, 1, 4) };
    const { code, classes, said } = await scored(files, ["p", "t"]);
    expect([code, classes]).toEqual([0, [[1, 1]]]);
    expect(said).toEqual(["note: p: 1 file is of a format that is not read: readme.txt"]);
  });
});

describe("crowds of COCO", () => {
  const square = (from: number, to: number) => [[from, from, to, from, to, to, from, to]];
  const coco = (...objects: readonly { category: number; at: number[][]; crowd?: boolean }[]) =>
    JSON.stringify({
      images: [{ id: 1, file_name: "a.jpg", width: SIDE, height: SIDE }],
      categories: [
        { id: 1, name: "cat" },
        { id: 2, name: "dog" },
      ],
      annotations: objects.map(({ category, at, crowd }, id) => ({
        ...{ id, image_id: 1, category_id: category, segmentation: at, iscrowd: Number(crowd ?? false) },
      })),
    });
  const crowd = { category: 1, at: square(4, 8), crowd: true };

  it("are left out where they are true", async () => {
    const files = { "p/a.png": mask(1, 1, 5), "t.json": coco({ category: 1, at: square(1, 4) }, crowd) };
    // Of the 25 predicted pixels 4 lie in the crowd.
    const { classes, said } = await scored(files, ["p", "t.json"]);
    expect(classes).toEqual([[1, (2 * 9) / (9 + 21)]]);
    expect(said).toEqual(["note: t.json#a.jpg: crowd regions are left out"]);
    // 15 of the 16 pixels of the predicted object count.
    const objects = { ...files, "p/a.png": mask(1, 1, 4) };
    const { result } = await scored(objects, ["p", "t.json"], "--labels", "instances", "--metrics", "pq");
    expect(result.metrics[0].dataset).toBeCloseTo(9 / 15, 12);
  });

  it("are left out of classes that overlap, too", async () => {
    const objects = [
      { category: 1, at: square(1, 4) },
      { category: 2, at: square(2, 4) },
    ];
    const files = { "p/a.png": mask(1, 1, 5), "t.json": coco(...objects, crowd) };
    const { classes } = await scored(files, ["p", "t.json"]);
    expect(classes).toEqual([
      [1, (2 * 9) / (9 + 21)],
      [2, 0],
    ]);
  });
});
