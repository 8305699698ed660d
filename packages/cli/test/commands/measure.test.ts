import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { encode } from "fast-png";
import { expect, it } from "vitest";
import { VOLUMES } from "../../../io/test/fixtures/volumes.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";
import { call, mistake } from "./fake-io.ts";

it("measures each label, in the file's unit", async () => {
  const folder = await scratchFolder({ ...VOLUMES });
  const { code, out } = await call("measure", join(folder, "oblique.nii"), "--json");
  const { version, files } = JSON.parse(out);
  expect([code, version, files[0].name, files[0].unit]).toEqual([0, 1, "oblique", "mm"]);
  const pixels = files[0].labels.map((one: { label: number; pixels: number }) => [one.label, one.pixels]);
  expect(pixels).toEqual([
    [1, 15],
    [2, 14],
    [3, 20],
  ]);
  // A voxel is 1 x 1.5 x 3 mm.
  expect(files[0].labels[0].size).toBeCloseTo(15 * 4.5, 12);
});

it("of a folder is a table a file, and a line a label in CSV; broken files do not end the others", async () => {
  const folder = await scratchFolder({
    "m/a.png": grayPng([
      [0, 5, 5],
      [0, 0, 5],
    ]),
    "m/b.png": "no image",
  });
  const csv = join(folder, "m.csv");
  const { code, out, said } = await call("measure", join(folder, "m"), "--spacing", "2,1", "--csv", csv);
  expect(code).toBe(1);
  expect(said[0]).toMatch(/b\.png: cannot be read as PNG/);
  expect(said.at(-1)).toBe("segloss measure: 1 file above could not be measured");
  expect(out).toMatch(/^a\nlabel\s+pixels\s+area \(unit2\)\s+contour \(unit\)\s+parts[\s\S]*\n5 +3 +6 +/);
  expect((await readFile(csv, "utf8")).split("\n")[1]).toMatch(
    /^a,5,,3,6,[\d.]+,1,6,0\.66\d+ 1\.66\d+,0-1 1-2,unit$/,
  );
});

it("takes segments that overlap whole, and says pixel where nothing states a spacing", async () => {
  const head = ["dimension: 4", "sizes: 2 3 2 1", "kinds: list domain domain domain", "encoding: raw"];
  const segment = (k: number) => [
    `Segment${k}_ID:=s${k}`,
    `Segment${k}_Name:=s${k}`,
    `Segment${k}_LabelValue:=1`,
    `Segment${k}_Layer:=${k}`,
  ];
  const text = ["NRRD0004", "type: uchar", ...head, ...segment(0), ...segment(1), "", ""].join("\n");
  // Both segments have the middle column.
  const voxels = [1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1];
  const folder = await scratchFolder({
    "a.seg.nrrd": new Uint8Array(Buffer.concat([Buffer.from(text), Uint8Array.from(voxels)])),
  });
  const { out } = await call("measure", join(folder, "a.seg.nrrd"), "--json");
  expect(JSON.parse(out).files[0]).toMatchObject({
    unit: "pixel",
    labels: [
      {
        label: 1,
        name: "s0",
        pixels: 4,
        box: [
          [0, 1],
          [0, 1],
        ],
      },
      {
        label: 2,
        name: "s1",
        pixels: 4,
        box: [
          [0, 1],
          [1, 2],
        ],
      },
    ],
  });
});

const square = (from: number, to: number) => [from, from, to, from, to, to, from, to];

/** Label or object, name, pixels of each line of each file. */
async function measured(folder: string, path: string, ...options: string[]) {
  const { code, out, said } = await call("measure", join(folder, path), "--json", ...options);
  const { files, problems } = out ? JSON.parse(out) : { files: [], problems: said };
  const labels = files.map(
    (file: { name: string; labels: { label: number; name?: string; pixels: number }[] }) => [
      file.name,
      ...file.labels.map(({ label, name, pixels }) => [label, name, pixels]),
    ],
  );
  return { code, labels, problems };
}

it("annotations by class and by object, overlapping ones whole, crowds not", async () => {
  const annotation = (category_id: number, ring: number[], iscrowd = 0, image_id = 1) => ({
    ...{ category_id, image_id, iscrowd, segmentation: [ring] },
  });
  const coco = {
    images: ["a", "b"].map((name, k) => ({ id: k + 1, file_name: `${name}.jpg`, width: 8, height: 8 })),
    categories: [
      { id: 4, name: "cat" },
      { id: 2, name: "dog" },
    ],
    annotations: [
      annotation(4, square(0, 2)),
      annotation(4, square(2, 5)),
      annotation(2, square(4, 8)),
      annotation(2, square(0, 8), 1),
    ],
  };
  const folder = await scratchFolder({ "t.json": JSON.stringify(coco) });
  expect(await measured(folder, "t.json")).toEqual({
    code: 0,
    // The cat's squares have 4 and 9 pixels, of which the dog covers one.
    labels: [["a", [4, "cat", 13], [2, "dog", 16]], ["b"]],
    problems: [],
  });
  expect((await measured(folder, "t.json", "--labels", "instances")).labels).toEqual([
    ["a", [1, "cat", 4], [2, "cat", 9], [3, "dog", 16]],
    ["b"],
  ]);
  const border = await measured(folder, "t.json#a.jpg", "--labels", "instances", "--polygons", "border");
  expect(border.labels).toEqual([["a", [1, "cat", 9], [2, "cat", 16], [3, "dog", 16]]]);
});

it("labels of YOLO and files of LabelMe in folders", async () => {
  const line = `1 ${square(1, 4).map((place) => place / 8)}`.replaceAll(",", " ");
  const image = grayPng(Array.from({ length: 8 }, () => new Array<number>(8).fill(0)));
  const labelme = (label: string) =>
    JSON.stringify({
      ...{ imagePath: "x.jpg", imageWidth: 8, imageHeight: 8 },
      shapes: [
        {
          label,
          shape_type: "rectangle",
          points: [
            [1, 1],
            [3, 3],
          ],
        },
      ],
    });
  const folder = await scratchFolder({
    "d/images/a.png": image,
    "d/images/b.png": image,
    "d/labels/a.txt": line,
    "d/labels/b.txt": "0 0.1",
    "d/data.yaml": "names: [cat, dog]",
    "m/a.json": labelme("dog"),
    "m/b.json": labelme("cat"),
  });
  const yolo = await measured(folder, "d/labels");
  expect([yolo.code, yolo.labels]).toEqual([1, [["a", [2, "dog", 16]]]]);
  expect(yolo.problems[0]).toMatch(/labels\/b\.txt: line 1: expected the number of a class/);
  expect((await measured(folder, "m", "--labels", "instances")).labels).toEqual([
    ["a", [1, "dog", 9]],
    ["b", [1, "cat", 9]],
  ]);
  expect((await measured(folder, "m")).labels.map(([, one]: unknown[]) => one)).toEqual([
    [2, "dog", 9],
    [1, "cat", 9],
  ]);
});

it("says what is wrong", async () => {
  expect(await mistake("measure", "/no/such/mask.png")).toMatch(
    /mask\.png: no such file or folder; check the path/,
  );
});

it("reads palettes and colours as score does", async () => {
  const size = { width: 3, height: 1, depth: 8 } as const;
  const palette = [
    [0, 0, 0],
    [64, 64, 64],
    [128, 128, 128],
  ] as [number, number, number][];
  const folder = await scratchFolder({
    "m/a.png": encode({ ...size, channels: 1, data: Uint8Array.of(0, 1, 2), palette }),
    "m/b.png": grayPng([[0, 128, 64]]),
    "c/a.png": encode({ ...size, channels: 3, data: Uint8Array.of(0, 0, 0, 9, 0, 0, 9, 0, 0) }),
    "c/classes.json": JSON.stringify({ classes: ["none", "a"], colours: ["#000000", "#090000"] }),
  });
  const labelsOf = async (name: string) => {
    const { out } = await call("measure", join(folder, name), "--json");
    return JSON.parse(out).files.map((file: { labels: { label: number }[] }) =>
      file.labels.map(({ label }) => label),
    );
  };
  expect(await labelsOf("m")).toEqual([
    [64, 128],
    [64, 128],
  ]);
  expect(await labelsOf("c")).toEqual([[1]]);
  const foreign = await scratchFolder({ "a.png": grayPng([[0, 1]]), "classes.json": '{"0": "none"}' });
  expect((await call("measure", join(foreign, "a.png"))).code).toBe(0);
});
