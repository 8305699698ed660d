import { expect, test } from "vitest";
import { paintImage } from "../../src/annotations/paint.ts";
import { readAnnotations } from "../../src/annotations/read-annotations.ts";

const SIDE = { width: 8, height: 8 };
const coco = {
  images: [{ id: 7, file_name: "a.png", ...SIDE }],
  categories: [
    { id: 1, name: "cat" },
    { id: 44, name: "dog" },
  ],
  annotations: [
    { id: 1, image_id: 7, category_id: 1, segmentation: [[1, 1, 5, 1, 5, 5, 1, 5]], iscrowd: 0 },
    { id: 2, image_id: 7, category_id: 44, segmentation: { size: [8, 8], counts: [60, 4] }, iscrowd: 1 },
    { id: 3, image_id: 7, category_id: 44, segmentation: { size: [8, 8], counts: "P2" }, iscrowd: 0 },
  ],
};
const shape = (shape_type: string, points: number[][], more = {}) => ({
  label: "a",
  shape_type,
  points,
  ...more,
});
const labelme = {
  ...{ imagePath: "a.png", imageWidth: 8, imageHeight: 8 },
  shapes: [
    shape("rectangle", [
      [1, 1],
      [3, 3],
    ]),
    shape(
      "circle",
      [
        [3, 3],
        [5, 3],
      ],
      { group_id: 1 },
    ),
    shape(
      "mask",
      [
        [2, 3],
        [6, 6],
      ],
      {
        mask: "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAEAQAAAABuSMjtAAAAEElEQVR4nGNgYChgYmBgAAACQABz6KaW0wAAAABJRU5ErkJggg==",
      },
    ),
  ],
};
const region = (type: string, value: object) => ({
  ...{ type, original_width: 4, original_height: 3 },
  value: { ...value, [type]: ["a"] },
});
const studio = [
  {
    id: 1,
    data: { image: "/data/upload/1/ab12-x.png" },
    annotations: [
      {
        result: [
          region("rectanglelabels", { x: 0, y: 0, width: 50, height: 100, rotation: 0 }),
          region("polygonlabels", {
            points: [
              [1, 1],
              [90, 1],
              [1, 90],
            ],
          }),
          region("ellipselabels", { x: 50, y: 50, radiusX: 20, radiusY: 20 }),
        ],
      },
    ],
  },
];

const VALUES: readonly unknown[] = [null, {}, [], "x", "", -1, 1e9, 1e300, 0.5, true, [[]], [null], [[1, 2]]];

/** A value with each of its parts replaced by something else in turn, or left out. */
function* mutants(value: unknown): Generator<unknown> {
  if (value === null || typeof value !== "object") return;
  const changed = (key: string, part: unknown) => Object.assign(structuredClone(value), { [key]: part });
  for (const [key, part] of Object.entries(value)) {
    for (const other of VALUES) yield changed(key, other);
    yield changed(key, undefined);
    for (const mutant of mutants(part)) yield changed(key, mutant);
  }
}

test.each(Object.entries({ coco, labelme, studio }))(
  "%s with any one value replaced is read or refused in plain words",
  (_, original) => {
    for (const mutant of mutants(original)) {
      const text = JSON.stringify(mutant);
      try {
        const read = readAnnotations(text);
        for (const image of read.images)
          for (const as of ["classes", "instances"] as const)
            paintImage(image, read, { as, crowds: "noData" });
      } catch (error) {
        // What stumbles says TypeError or RangeError.
        expect([(error as Error).name, text]).toEqual(["Error", text]);
        expect((error as Error).message).not.toMatch(/undefined|NaN|\[object|\n/);
      }
    }
  },
);

test("outlines that go on and on, and masks larger than their image, are refused", () => {
  const far = structuredClone(coco);
  far.annotations[0].segmentation = [[1, 1, 1e9, 1, 5, 5]];
  expect(() => readAnnotations(JSON.stringify(far))).toThrow(
    "a.png, cat: a corner at 1000000000 lies far beyond the image of 8 x 8; expected coordinates in pixels",
  );
  const circle = {
    ...labelme,
    shapes: [
      shape("circle", [
        [4, 4],
        [1e6, 4],
      ]),
    ],
  };
  const read = readAnnotations(JSON.stringify(circle));
  expect(paintImage(read.images[0], read).data.every((label) => label === 1)).toBe(true);
  const cvat =
    '<annotations><image name="a.png" width="8" height="8"><mask label="x" rle="1000000000000" left="0" top="0" width="1000000" height="1000000"/></image></annotations>';
  expect(() => readAnnotations(cvat)).toThrow(
    "a.png, mask x: its mask is 1000000 x 1000000, larger than the image of 8 x 8",
  );
});
