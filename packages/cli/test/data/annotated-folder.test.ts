import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDataError } from "@segloss/io";
import { describe, expect, it, test } from "vitest";
import { openFolder } from "../../src/data/folder.ts";
import { problemsOf } from "../../src/data/listed-error.ts";
import { openDataSet } from "../../src/data/open-data-set.ts";
import { yamlNames } from "../../src/data/yolo-names.ts";
import { call } from "../commands/fake-io.ts";
import { exifPhoto } from "./exif-photo.ts";
import { grayPng, scratchFolder } from "./scratch-folder.ts";

type Files = Record<string, Uint8Array | string>;

const SIDE = 8;
const IMAGE = grayPng(Array.from({ length: SIDE }, () => new Array<number>(SIDE).fill(9)));
const json = (value: unknown) => JSON.stringify(value);
const square = (from: number, to: number) => [from, from, to, from, to, to, from, to];
const rows = (mask: ArrayLike<number>, width = SIDE) =>
  Array.from({ length: mask.length / width }, (_, y) =>
    Array.from(mask)
      .slice(y * width, (y + 1) * width)
      .join(""),
  );
/** Rows of a square of numbers in 8 x 8 pixels. */
const shown = (number: number, from: number, to: number) =>
  Array.from({ length: SIDE }, (_, y) =>
    Array.from({ length: SIDE }, (_x, x) => (x >= from && x < to && y >= from && y < to ? number : 0)).join(
      "",
    ),
  );

interface Outline {
  readonly image: number;
  readonly category: number;
  readonly ring: readonly number[];
  readonly crowd?: boolean;
}

const coco = (names: readonly string[], outlines: readonly Outline[]) =>
  json({
    images: names.map((file_name, id) => ({ id, file_name, width: SIDE, height: SIDE })),
    categories: [
      { id: 7, name: "dog" },
      { id: 3, name: "cat" },
      { id: 9, name: "unused" },
    ],
    annotations: outlines.map(({ image, category, ring, crowd }, id) => ({
      ...{
        id,
        image_id: image,
        category_id: category,
        segmentation: [ring],
        iscrowd: Number(crowd ?? false),
      },
    })),
  });
const CAT_AND_DOG = [
  { image: 0, category: 3, ring: square(1, 4) },
  { image: 1, category: 7, ring: square(2, 6) },
];

/** The set of a folder of these files, opened at a path below it. */
async function opened(files: Files, below = "", options = {}) {
  const folder = await scratchFolder(files);
  const set = await openFolder(join(folder, below), options);
  const text = (line: string) => line.replaceAll(`${folder}/`, "");
  return {
    ...set,
    notes: set.notes.map(text),
    masks: Object.fromEntries(set.images.map(({ name, mask }) => [name, rows(mask)])),
  };
}

/** What is wrong with it. */
async function refusal(files: Files): Promise<string> {
  const folder = await scratchFolder(files);
  const error = await openFolder(folder).then(
    () => undefined,
    (caught: Error) => caught,
  );
  return [error?.message ?? "it was opened", ...problemsOf(error)].join("\n").replaceAll(`${folder}/`, "");
}

describe("COCO", () => {
  const both = coco(["a.png", "b.png"], CAT_AND_DOG);
  const images = { "images/a.png": IMAGE, "images/b.png": IMAGE };

  test.each([
    [{ ...images, "annotations.json": both }, ""],
    [
      {
        ...images,
        "annotations/instances_default.json": both,
        "annotations/captions_default.json": json({ images: [], annotations: [{ caption: "x" }] }),
      },
      "",
    ],
    [{ "a.png": IMAGE, "b.png": IMAGE, "_annotations.coco.json": both }, ""],
    [{ ...images, "images/annotations.json": both }, ""],
    [{ ...images, "annotations.json": both }, "images"],
    [{ ...images, "annotations/instances.json": both }, "images"],
    [
      {
        "images/a.jpg": exifPhoto([[0]], 1),
        "images/b.png": IMAGE,
        "annotations.json": both.replace("a.png", "photos\\\\a.jpg"),
      },
      "",
    ],
  ] as const)("in or beside the folder of images, %#", async (files, below) => {
    const { classes, masks, images: samples, notes } = await opened(files, below);
    expect(classes).toEqual(["background", "cat", "dog"]);
    expect(masks).toEqual({ a: shown(1, 1, 4), b: shown(2, 2, 6) });
    expect(samples.map(({ instances }) => rows(instances!))).toEqual([shown(1, 1, 4), shown(1, 2, 6)]);
    expect(notes).toEqual([]);
  });

  test("objects are numbered beside their classes; a crowd is left out where no object lies on it", async () => {
    const outlines = [
      { image: 0, category: 3, ring: square(0, 2) },
      { image: 0, category: 3, ring: square(2, 4) },
      { image: 0, category: 7, ring: square(1, 6), crowd: true },
    ];
    const {
      masks,
      images: samples,
      ignore,
      classes,
    } = await opened({
      "images/a.png": IMAGE,
      "annotations.json": coco(["a.png"], outlines),
    });
    expect([ignore, classes]).toEqual([255, ["background", "cat", "dog"]]);
    expect(masks.a.map((row) => row.replaceAll("255", "#"))).toEqual([
      "11000000",
      "11####00",
      "0#11##00",
      "0#11##00",
      "0#####00",
      "0#####00",
      "00000000",
      "00000000",
    ]);
    expect(rows(samples[0].instances!)).toEqual([
      "11000000",
      "11000000",
      "00220000",
      "00220000",
      ...new Array(4).fill("00000000"),
    ]);
  });

  test("images without annotations are empty masks, annotations without an image are named", async () => {
    const files = {
      ...images,
      "images/c.png": IMAGE,
      "images/d.png": IMAGE,
      "other/e.png": IMAGE,
      "annotations.json": coco(
        ["a.png", "b.png", "c.png", "x.png"],
        [...CAT_AND_DOG, { image: 3, category: 3, ring: square(1, 3) }],
      ),
    };
    const { masks, notes } = await opened(files);
    expect([masks.c, masks.d, masks.e]).toEqual([shown(0, 0, 0), shown(0, 0, 0), undefined]);
    expect(notes).toEqual([
      "1 annotated image is not there and is left out (x.png)",
      "1 image in a folder without annotations is left out (other/e.png)",
      "2 images have no annotation: their masks are empty (c, d)",
    ]);
  });

  test("parts are told by folders or by names of files; the validation part is held back", async () => {
    const one = (category: number) => coco(["0.png"], [{ image: 0, category, ring: square(1, 4) }]);
    const roboflow = {
      "train/0.png": IMAGE,
      "train/_annotations.coco.json": one(3),
      "valid/0.png": IMAGE,
      "valid/_annotations.coco.json": one(7),
      "test/0.png": IMAGE,
      "test/_annotations.coco.json": one(7),
    };
    const names = {
      "train2017/0.png": IMAGE,
      "val2017/0.png": IMAGE,
      "annotations/instances_train2017.json": one(3),
      "annotations/instances_val2017.json": one(7),
    };
    const first = await opened(roboflow);
    expect([first.masks, first.validationGroups]).toEqual([
      { "train/0": shown(1, 1, 4), "valid/0": shown(2, 1, 4) },
      ["valid/0"],
    ]);
    expect(first.notes).toEqual(["1 image of the test part is left out (test/0.png)"]);
    const second = await opened(names);
    expect([second.masks, second.validationGroups]).toEqual([
      { "train2017/0": shown(1, 1, 4), "val2017/0": shown(2, 1, 4) },
      ["val2017/0"],
    ]);
  });

  test("what is wrong is said in a line", async () => {
    expect(await refusal({ ...images, "annotations.json": "{" })).toBe(
      "annotations.json: it is no whole JSON",
    );
    expect(
      await refusal({ ...images, "annotations.json": coco(["x.png"], [{ ...CAT_AND_DOG[0] }]) }),
    ).toMatch(/none of the 1 annotated images is there \(x\.png\); put them into /);
    expect(await refusal({ ...images, "annotations.json": coco(["a.png"], []) })).toMatch(
      /its annotations hold no object/,
    );
    expect(
      await refusal({ "images/p/a.png": IMAGE, "images/q/a.png": IMAGE, "annotations.json": both }),
    ).toMatch(/annotations\.json#a\.png: images\/p\/a\.png and images\/q\/a\.png may both be meant/);
    expect(await refusal({ ...images, "one.json": both, "two.json": both })).toMatch(
      /images\/a\.png: one\.json#a\.png and two\.json#a\.png both annotate it; keep one of them/,
    );
    expect(
      await refusal({ ...images, "train.json": both, "more.json": both.replace('"cat"', '"bird"') }),
    ).toMatch(/its category 3 is .*, and in .*; files of one data set number their categories alike/);
    const small = grayPng([[0, 1]]);
    expect(await refusal({ ...images, "images/a.png": small, "annotations.json": both })).toMatch(
      /annotations\.json#a\.png: its annotations are of 8x8 pixels and its image has 2x1; take the image that was annotated/,
    );
  });

  test("sizes that lie take no memory", async () => {
    const huge = both
      .replaceAll(`"width":${SIDE}`, '"width":32768')
      .replaceAll(`"height":${SIDE}`, '"height":16384');
    expect(await refusal({ ...images, "annotations.json": huge })).toMatch(
      /of 32768x16384 pixels and its image has 8x8/,
    );
    const larger = huge.replaceAll("16384", "65536");
    expect(await refusal({ ...images, "annotations.json": larger })).toMatch(
      /image 0: its size is 32768 x 65536; a mask in memory has at most 536870912 pixels/,
    );
  });

  test("masks come first where there are some, and files that are no annotations are left alone", async () => {
    const mask = grayPng(shown(1, 0, 3).map((row) => [...row].map(Number)));
    const files = { ...images, "masks/a.png": mask, "masks/b.png": mask, "annotations.json": both };
    expect((await opened(files)).masks).toEqual({ a: shown(1, 0, 3), b: shown(1, 0, 3) });
    const other = await opened({ ...images, "annotations.json": both, "package.json": "{}" });
    expect(other.notes).toEqual(["no annotations of outlines, left alone: package.json"]);
    expect(await refusal({ ...images, "package.json": "{}" })).toMatch(
      /no such folder; a data set is a folder with images\/ and masks\//,
    );
  });

  test("the rule of outlines is the format's, or the one asked for", async () => {
    const files = { ...images, "annotations.json": both };
    expect((await opened(files, "", { polygons: "border" })).masks.a).toEqual(shown(1, 1, 5));
    const whole = await openDataSet(await scratchFolder(files), { polygons: "border", tile: SIDE });
    expect(whole.images[0].instances).toHaveLength(SIDE * SIDE);
  });
});

describe("YOLO", () => {
  const share = (from: number, to: number) =>
    square(from, to)
      .map((place) => place / SIDE)
      .join(" ");
  const yaml = "path: ../data # root\ntrain: images/train\nnames:\n  0: cat\n  1: 'dog'\n  2: bird\nnc: 3\n";

  test.each([
    ["images/train/a.png", "labels/train/a.txt", "images/val/b.png", "labels/val/b.txt", "data.yaml"],
    ["train/images/a.png", "train/labels/a.txt", "valid/images/b.png", "valid/labels/b.txt", "data.yaml"],
  ])("in parts: %s, %s", async (a, aText, b, bText, names) => {
    const { classes, masks, validationGroups, images } = await opened({
      ...{
        [a]: IMAGE,
        [aText]: `1 ${share(1, 4)}\n`,
        [b]: IMAGE,
        [bText]: `0 ${share(0, 7)}\n1 ${share(2, 3)}\n0 ${share(5, 6)}`,
      },
      [names]: yaml,
    });
    expect([classes, validationGroups]).toEqual([["background", "cat", "dog"], ["b"]]);
    // Ultralytics draws the border too, and smaller objects on larger ones.
    expect(masks.a).toEqual(shown(2, 1, 5));
    expect(masks.b.map((row) => row.slice(2, 7))).toEqual([
      "11111",
      "11111",
      "22111",
      "22111",
      "11111",
      "11111",
      "11111",
      "11111",
    ]);
    expect(rows(images[1].instances!)[5].slice(4)).toBe("1331");
  });

  test("images without a label file have no object; names may come from classes.txt, or be numbers", async () => {
    const files = { "images/a.png": IMAGE, "images/b.png": IMAGE, "labels/a.txt": `4 ${share(1, 3)}` };
    const bare = await opened(files);
    expect([bare.classes, bare.masks.b, bare.notes]).toEqual([
      ["background", "class 4"],
      shown(0, 0, 0),
      ["1 image has no annotation: its mask is empty (b)"],
    ]);
    const named = await opened({ ...files, "labels/classes.txt": "v\nw\nx\ny\nz\n" });
    expect(named.classes).toEqual(["background", "z"]);
  });

  test("a turned photograph has the size as it is shown", async () => {
    // Stored 16 x 8; shown 8 x 16.
    const { images, notes } = await opened({
      "images/a.jpg": exifPhoto([[0, 255]], 6),
      "labels/a.txt": "0 0 0 0.99 0 0.99 0.25 0 0.25",
    });
    expect([images[0].width, images[0].height]).toEqual([8, 16]);
    expect(rows(images[0].mask).slice(3, 6)).toEqual(["11111111", "11111111", "00000000"]);
    expect(notes.join()).toMatch(/EXIF orientation 6 is applied/);
  });

  test("label files that are broken are all named", async () => {
    const files = { "images/a.png": IMAGE, "images/b.png": IMAGE, "images/c.png": IMAGE };
    const said = await refusal({
      ...files,
      "labels/a.txt": "0 0.5 0.5 0.1 0.1",
      "labels/b.txt": `0 ${share(1, 3)}`,
      "labels/c.txt": "0 1 1 5 1 5 5",
    });
    expect(said).toMatch(/labels\/a\.txt: line 1: .* it is a box, as of detection, which has no mask/);
    expect(said).toMatch(/labels\/c\.txt: line 1: the coordinate 5 is no share from 0 to 1/);
  });
});

test.each([
  ["names: [a, 'b, c', \"d\"]\nnc: 3", ["a", "b, c", "d"]],
  ["nc: 2\nnames: {1: b, 0: a}", ["a", "b"]],
  ["names:\n- a\n- b # second\ntrain: x", ["a", "b"]],
  ["names:\n  - a\n\n  - b\n", ["a", "b"]],
  ["names: [a,\n  b]\n", ["a", "b"]],
  ["names:\r\n  0: a\r\n  2: c\r\n", ["a", "class 1", "c"]],
  ["train: x", []],
])("names of %j", (text, names) => {
  expect(yamlNames(text)).toEqual(names);
});

describe("other tools", () => {
  const images = { "images/a.png": IMAGE, "images/b.png": IMAGE };
  const labelme = (imagePath: string, label: string, from: number, to: number) =>
    json({
      imagePath,
      imageWidth: SIDE,
      imageHeight: SIDE,
      shapes: [
        {
          label,
          shape_type: "polygon",
          points: [
            [from, from],
            [to, from],
            [to, to],
            [from, to],
          ],
        },
      ],
    });

  test("LabelMe, a file an image beside it or in a folder; classes are numbered over all files", async () => {
    const [a, b] = [labelme("old name.png", "dog", 1, 3), labelme("b.png", "cat", 2, 5)];
    const beside = { "a.png": IMAGE, "a.json": a, "b.png": IMAGE, "b.json": b };
    const apart = { ...images, "labels/a.json": a, "labels/b.json": b };
    for (const files of [beside, apart] as Files[]) {
      const { classes, masks } = await opened(files);
      expect(classes).toEqual(["background", "cat", "dog"]);
      expect(masks).toEqual({ a: shown(2, 1, 4), b: shown(1, 2, 6) });
    }
    expect(await refusal({ ...beside, "a.json": "{" } as Files)).toMatch(/a\.json: it is no whole JSON/);
  });

  test("CVAT and Label Studio", async () => {
    const box = (label: string, from: number, to: number) =>
      `<box label="${label}" xtl="${from}" ytl="${from}" xbr="${to}" ybr="${to}"/>`;
    const image = (name: string, inner: string) =>
      `<image name="${name}" width="8" height="8">${inner}</image>`;
    const cvat = `<annotations>${image("a.png", box("dog", 1, 3))}${image("b.png", box("cat", 2, 5))}</annotations>`;
    const region = (label: string, from: number, to: number) => ({
      ...{ type: "rectanglelabels", original_width: 8, original_height: 8 },
      value: {
        x: from * 12.5,
        y: from * 12.5,
        width: (to - from) * 12.5,
        height: (to - from) * 12.5,
        rectanglelabels: [label],
      },
    });
    const task = (name: string, ...result: object[]) => ({
      data: { image: `/data/upload/1/0a1b2c3d-${name}` },
      annotations: [{ result }],
    });
    const studio = json([task("a.png", region("dog", 1, 3)), task("b.png", region("cat", 2, 5))]);
    for (const files of [{ "annotations.xml": cvat }, { "project-1.json": studio }] as Files[])
      expect((await opened({ ...images, ...files })).masks).toEqual({ a: shown(2, 1, 3), b: shown(1, 2, 5) });
  });
});

test("files that are cut short or changed are read or refused in plain words", async () => {
  const yolo = "0 0.1 0.1 0.5 0.1 0.5 0.5\n2 0.1 0.1 0.5 0.1 0.5 0.5 0.9";
  const labelme = json({
    ...{ imagePath: "a.png", imageWidth: SIDE, imageHeight: SIDE },
    shapes: [
      {
        label: "a",
        shape_type: "rectangle",
        points: [
          [1, 1],
          [3, 3],
        ],
      },
    ],
  });
  const cvat =
    '<annotations><image name="a.png" width="8" height="8"><mask label="x" rle="1, 2, 2, 1" left="2" top="1" width="3" height="2"/></image></annotations>';
  const folder = await scratchFolder({ "images/a.png": IMAGE });
  const originals = {
    "annotations.json": coco(["a.png"], CAT_AND_DOG.slice(0, 1)),
    "labels/a.txt": yolo,
    "labels/a.json": labelme,
    "annotations.xml": cvat,
  };
  await mkdir(join(folder, "labels"));
  for (const [name, text] of Object.entries(originals)) {
    for (let k = 0; k < 24; k++) {
      const at = Math.floor((k * text.length) / 24);
      const changed =
        k % 2 ? text.slice(0, at) : `${text.slice(0, at)}${"-9}x,\0"[k % 6]}${text.slice(at + 1)}`;
      await writeFile(join(folder, name), changed);
      const error = await openFolder(folder).then(
        () => undefined,
        (caught: unknown) => caught,
      );
      if (error !== undefined && !isDataError(error))
        throw new Error(`${name}: ${changed}`, { cause: error });
      for (const line of error ? [error.message, ...problemsOf(error)] : []) {
        expect(line).not.toMatch(/undefined|Cannot read|NaN|is not a function|\n/);
      }
    }
    await rm(join(folder, name));
  }
});

it("score and compare see the same masks of the same annotations", async () => {
  const outlines = [...CAT_AND_DOG, { image: 0, category: 7, ring: [2, 0, 7.5, 3.2, 5, 8, 3, 6.6] }];
  const folder = await scratchFolder({
    "images/a.png": IMAGE,
    "images/b.png": IMAGE,
    "annotations.json": coco(["a.png", "b.png"], outlines),
  });
  const set = await openFolder(folder);
  const numbers = [0, 3, 7];
  const masks = Object.fromEntries(
    set.images.map(({ name, mask }) => [
      `${name}.png`,
      grayPng(rows(mask).map((row) => [...row].map((one) => numbers[Number(one)]))),
    ]),
  );
  const painted = await scratchFolder(masks);
  const { code, out } = await call(
    "score",
    painted,
    join(folder, "annotations.json"),
    "--metrics",
    "dice",
    "--json",
    "--labels",
    "foreground",
  );
  expect([code, JSON.parse(out).metrics[0].dataset]).toEqual([0, 1]);
});
