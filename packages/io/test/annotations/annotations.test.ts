import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cocoRleText, decodeCocoRle, encodeCocoRle } from "../../src/annotations/coco-rle.ts";
import { unpackBrush } from "../../src/annotations/label-studio-rle.ts";
import { paintImage, paintShape } from "../../src/annotations/paint.ts";
import { readAnnotations } from "../../src/annotations/read-annotations.ts";
import { readYolo } from "../../src/annotations/yolo.ts";

const rows = (mask: ArrayLike<number>, width: number) =>
  Array.from({ length: mask.length / width }, (_, y) =>
    Array.from(mask)
      .slice(y * width, (y + 1) * width)
      .join(""),
  ).join("/");
const count = (mask: ArrayLike<number>) => Array.from(mask).filter((one) => one !== 0).length;

describe("COCO's run lengths", () => {
  // From pycocotools 2.0.11.
  test("go column by column, zeros first", () => {
    expect(rows(decodeCocoRle({ size: [3, 4], counts: "435" }), 4)).toBe("0010/0100/0100");
    expect(count(decodeCocoRle({ size: [2, 3], counts: "06" }))).toBe(6);
    expect(count(decodeCocoRle({ size: [2, 3], counts: "6" }))).toBe(0);
    expect(decodeCocoRle({ size: [5, 4], counts: "636OM" })).toEqual(
      decodeCocoRle({ size: [5, 4], counts: [6, 3, 6, 2, 3] }),
    );
    expect(decodeCocoRle({ size: [100, 100], counts: "Xl4bo0:jl2" })).toEqual(
      decodeCocoRle({ size: [100, 100], counts: [5000, 1010, 10, 3980] }),
    );
    expect(rows(decodeCocoRle({ size: [3, 5], counts: [4, 2, 9] }), 5)).toBe("00000/01000/01000");
    expect(count(decodeCocoRle({ size: [3, 3], counts: [3, 0, 2, 4] }))).toBe(4);
  });

  test("of every mask come back, plain and as text", () => {
    const masks = fc
      .record({ h: fc.integer({ min: 1, max: 40 }), w: fc.integer({ min: 1, max: 40 }) })
      .chain(({ h, w }) =>
        fc.record({
          h: fc.constant(h),
          w: fc.constant(w),
          mask: fc.array(fc.nat({ max: 1 }), { minLength: h * w, maxLength: h * w }),
        }),
      );
    fc.assert(
      fc.property(masks, ({ h, w, mask }) => {
        const runs = encodeCocoRle(mask, h, w);
        expect([...decodeCocoRle({ size: [h, w], counts: runs })]).toEqual(mask);
        expect([...decodeCocoRle({ size: [h, w], counts: cocoRleText(runs) })]).toEqual(mask);
      }),
    );
  });

  test("that do not fill the image, or are no numbers, are refused", () => {
    expect(() => decodeCocoRle({ size: [3, 3], counts: [3, 2] })).toThrow(
      "run lengths add up to 5 pixels, expected 3 x 3 = 9",
    );
    // Transformers 5.18 writes a square of 2 x 2 in the corner of 4 x 4 so: starts from 1, row by row, each with its length.
    expect(() => decodeCocoRle({ size: [4, 4], counts: [1, 2, 5, 2] })).toThrow(
      /add up to 10 pixels, expected 4 x 4 = 16; they look like pairs of a start and a length.*pycocotools/,
    );
    const others = [
      [3, 2],
      [0, 2, 5, 2],
      [1, 2, 3, 3],
      [5, 2, 6, 2],
      [1, 2, 5, 17],
      [1.5, 2, 5, 2],
      [1, 0, 5, 2],
      [1, 2, 5],
    ];
    for (const counts of others)
      expect(() => decodeCocoRle({ size: [4, 4], counts })).toThrow(/expected 4 x 4 = 16$/);
    expect(() => decodeCocoRle({ size: [4, 4], counts: cocoRleText([1, 2, 5, 2]) })).toThrow(
      /expected 4 x 4 = 16$/,
    );
    expect(() => decodeCocoRle({ size: [3, 3], counts: "4é" })).toThrow(/character that is none/);
    expect(() => decodeCocoRle({ size: [3, 3], counts: "P" })).toThrow(/end in the middle of a number/);
  });
});

const COCO = {
  images: [{ id: 7, file_name: "a.png", width: 8, height: 8 }],
  categories: [
    { id: 1, name: "cat" },
    { id: 44, name: "dog" },
  ],
  annotations: [
    { id: 1, image_id: 7, category_id: 1, segmentation: [[1, 1, 5, 1, 5, 5, 1, 5]], iscrowd: 0 },
    { id: 2, image_id: 7, category_id: 44, segmentation: { size: [8, 8], counts: [60, 4] }, iscrowd: 1 },
  ],
};

describe("COCO", () => {
  test("outlines and run lengths; categories are the labels, names come along", () => {
    const read = readAnnotations(JSON.stringify(COCO));
    expect(read).toMatchObject({ format: "COCO", rule: "coco", notes: [] });
    const [image] = read.images;
    const raster = paintImage(image, read);
    expect(raster).toMatchObject({
      width: 8,
      height: 8,
      names: new Map([
        [1, "cat"],
        [44, "dog"],
      ]),
    });
    expect(count(raster.data.filter((label) => label === 1))).toBe(16);
    expect(count(raster.data.filter((label) => label === 44))).toBe(4);
    expect([...new Set(paintImage(image, read, { as: "instances" }).data)].sort()).toEqual([0, 1, 2]);
    expect(count(paintImage(image, read, { rule: "border" }).data.filter((label) => label === 1))).toBe(25);
  });

  test("objects that overlap are layers, each whole; the later one lies on top", () => {
    const overlapping = {
      ...COCO,
      annotations: [
        COCO.annotations[0],
        { id: 3, image_id: 7, category_id: 44, segmentation: [[3, 3, 7, 3, 7, 7, 3, 7]] },
      ],
    };
    const read = readAnnotations(JSON.stringify(overlapping));
    const raster = paintImage(read.images[0], read);
    expect(raster.layers?.map(({ name, label, mask }) => [name, label, count(mask)])).toEqual([
      ["cat", 1, 16],
      ["dog", 44, 16],
    ]);
    expect(count(raster.data.filter((label) => label === 1))).toBe(12);
  });

  test("results take sizes and names from the truth", () => {
    const results = [{ image_id: 7, category_id: 44, score: 0.5, segmentation: [[1, 1, 5, 1, 5, 5, 1, 5]] }];
    const read = readAnnotations(JSON.stringify(results), JSON.stringify(COCO));
    expect(read.images[0].objects).toMatchObject([{ label: "dog", category: 44, score: 0.5 }]);
    expect(() => readAnnotations(JSON.stringify(results))).toThrow(
      /give the truth's annotation file as well/,
    );
  });

  test("short outlines are counted, a file of crowds alone is said, strangers are named", () => {
    const odd = {
      ...COCO,
      annotations: [
        {
          ...COCO.annotations[0],
          segmentation: [
            [1, 1, 5, 5],
            [1, 1, 5, 1, 5, 5],
          ],
        },
      ],
    };
    expect(readAnnotations(JSON.stringify(odd)).notes).toEqual([
      "1 outline of fewer than three corners were left out",
    ]);
    const crowd = { ...COCO, annotations: [COCO.annotations[1]] };
    expect(readAnnotations(JSON.stringify(crowd)).notes.join()).toMatch(/every annotation is a crowd \(CVAT/);
    for (const [change, message] of [
      [{ image_id: 9 }, /annotation 1: its image_id 9 is none of the images/],
      [{ category_id: 9 }, /annotation 1: its category_id 9 is none of the categories/],
      [{ segmentation: { size: [4, 4], counts: [16] } }, /of 4 x 4 pixels, and the image has 8 x 8/],
      [{ segmentation: { size: [8, 8], counts: [16] } }, /annotation 1 of a\.png: run lengths add up to 16/],
      [{ segmentation: ["x"] }, /expected lists of x and y, or run lengths/],
    ] as const)
      expect(() =>
        readAnnotations(JSON.stringify({ ...COCO, annotations: [{ ...COCO.annotations[0], ...change }] })),
      ).toThrow(message);
  });

  test("crowds lie beneath objects and have no data, where they are asked not to be objects", () => {
    const read = readAnnotations(JSON.stringify(COCO));
    const raster = paintImage(read.images[0], read, { crowds: "noData" });
    expect(raster).toMatchObject({ noData: -1, noDataText: "crowd regions" });
    expect([
      count(raster.data.filter((one) => one === 1)),
      count(raster.data.filter((one) => one === -1)),
    ]).toEqual([16, 4]);
    const crowd = { ...COCO.annotations[1], segmentation: { size: [8, 8], counts: [0, 64] } };
    const whole = readAnnotations(JSON.stringify({ ...COCO, annotations: [crowd, COCO.annotations[0]] }));
    const objects = paintImage(whole.images[0], whole, { crowds: "noData", as: "instances" });
    expect(objects.objectClasses).toEqual(new Map([[1, "cat"]]));
    expect(count(objects.data.filter((one) => one === -1))).toBe(48);
    // CVAT marks every mask so.
    const cvat = readAnnotations(JSON.stringify({ ...COCO, annotations: [COCO.annotations[1]] }));
    expect(
      count(paintImage(cvat.images[0], cvat, { crowds: "noData" }).data.filter((one) => one === 44)),
    ).toBe(4);
  });

  test("later objects lie on top of earlier ones of other classes, whichever class came first", () => {
    const square = (from: number, to: number) => [[from, from, to, from, to, to, from, to]];
    const annotations = [
      { id: 1, image_id: 7, category_id: 1, segmentation: square(0, 2) },
      { id: 2, image_id: 7, category_id: 44, segmentation: square(2, 6) },
      { id: 3, image_id: 7, category_id: 1, segmentation: square(4, 8) },
    ];
    const read = readAnnotations(JSON.stringify({ ...COCO, annotations }));
    const { data } = paintImage(read.images[0], read);
    expect([data[0], data[3 * 8 + 3], data[5 * 8 + 5]]).toEqual([1, 44, 1]);
    expect(paintImage(read.images[0], read, { as: "instances" }).data[5 * 8 + 5]).toBe(3);
  });

  test("categories from 0 are numbered from 1 and said; a 0 that no object has stays", () => {
    const categories = [
      { id: 0, name: "animals" },
      { id: 1, name: "cat" },
    ];
    const of = (category_id: number) =>
      readAnnotations(
        JSON.stringify({ ...COCO, categories, annotations: [{ ...COCO.annotations[0], category_id }] }),
      );
    const zero = of(0);
    expect(new Set(paintImage(zero.images[0], zero).data)).toEqual(new Set([0, 1]));
    expect([...zero.classes]).toEqual([
      [1, "animals"],
      [2, "cat"],
    ]);
    expect(zero.notes.join()).toMatch(
      /its categories begin at 0, which is the background of a mask: they are numbered from 1/,
    );
    expect([...of(1).classes]).toEqual([
      [0, "animals"],
      [1, "cat"],
    ]);
    expect(of(1).notes).toEqual([]);
  });

  test("boxes without a mask are counted", () => {
    const { segmentation: _, ...box } = COCO.annotations[0];
    const read = readAnnotations(JSON.stringify({ ...COCO, annotations: [COCO.annotations[0], box] }));
    expect(read.notes).toEqual(["1 of 2 annotations have a box and no mask, and were left out"]);
  });
});

test("Label Studio: the brush of 4x3 pixels, and shapes in per cent", () => {
  // The bytes that @thi.ng/rle-pack 3.2.12 writes for alpha 0110/0111/0001.
  const rle = [
    0, 0, 0, 48, 57, 27, 252, 96, 0, 127, 194, 1, 15, 252, 32, 0, 127, 206, 0, 7, 252, 32, 16, 255, 194, 1,
    15, 252,
  ];
  rle.push(32, 0, 127, 219, 0, 3, 254, 16, 8, 63, 192);
  const region = (type: string, value: object) => ({ type, value, original_width: 4, original_height: 3 });
  const task = (...result: object[]) => [
    { id: 1, data: { image: "/data/upload/1/ab12-x.png?d=1" }, annotations: [{ result }] },
  ];
  const read = readAnnotations(
    JSON.stringify(task(region("brushlabels", { rle, brushlabels: ["cell"], format: "rle" }))),
  );
  expect(read).toMatchObject({ format: "Label Studio", classes: new Map([[1, "cell"]]) });
  expect(read.images[0].name).toBe("ab12-x.png");
  // Uploaded files have eight digits of Label Studio's before their name; files of a storage have their own names.
  const named = (data: object) =>
    readAnnotations(JSON.stringify([{ ...task(region("rectanglelabels", half))[0], ...data }]));
  const half = { x: 0, y: 0, width: 50, height: 100, rotation: 0, rectanglelabels: ["a"] };
  for (const [data, name] of [
    [{ data: { image: "/data/upload/1/0a1b2c3d-x%20y.png" } }, "x y.png"],
    [{ data: {}, file_upload: "0a1b2c3d-x.png" }, "x.png"],
    [{ data: { image: "s3://scans/0a1b2c3d-x.png" } }, "0a1b2c3d-x.png"],
  ] as const)
    expect(named(data).images[0].name).toBe(name);
  expect(rows(paintImage(read.images[0], read).data, 4)).toBe("0110/0111/0001");
  expect(() => unpackBrush(rle.slice(0, 9), 48)).toThrow("its brush strokes (rle) end early");
  expect(() => unpackBrush(rle, 40)).toThrow("claim 48 values, expected 40");

  const boxes = readAnnotations(
    JSON.stringify(task(region("rectanglelabels", half), region("keypointlabels", {}))),
  );
  expect(rows(paintImage(boxes.images[0], boxes).data, 4)).toBe("1100/1100/1100");
  expect(boxes.notes).toEqual(["regions of the kinds keypointlabels have no area and were left out"]);
  // Turned by 90 degrees about the upper left corner, in pixels: 2 along x is then 2 along y.
  const turned = readAnnotations(
    JSON.stringify(
      task(region("rectanglelabels", { ...half, x: 75, width: 50, height: 100 / 3, rotation: 90 })),
    ),
  );
  expect(rows(paintImage(turned.images[0], turned).data, 4)).toBe("0010/0010/0000");
});

test("CVAT: masks by rows of their box, shapes in z order", () => {
  const xml = (inner: string) =>
    `<?xml version="1.0"?><annotations><meta><task><name>a &amp; b</name></task></meta><image id="0" name="f/a.png" width="6" height="5">${inner}</image></annotations>`;
  const read = readAnnotations(
    xml('<mask label="x" rle="1, 2, 2, 1" left="2" top="1" width="3" height="2" z_order="0"></mask>'),
  );
  expect(read.format).toBe("CVAT");
  expect(rows(paintImage(read.images[0], read).data, 6)).toBe("000000/000110/000010/000000/000000");
  const boxes = readAnnotations(
    xml(
      '<box label="b" xtl="0" ytl="0" xbr="3" ybr="3" z_order="1"/><polygon label="a" points="1,1;5,1;5,4;1,4" z_order="0"/><points label="c" points="1,1"/>',
    ),
  );
  expect(rows(paintImage(boxes.images[0], boxes).data, 6)).toBe("222000/222110/222110/011110/000000");
  expect(boxes.notes).toEqual(["shapes of the kinds points were left out"]);
  expect(() =>
    readAnnotations(xml('<mask label="x" rle="1,2" left="0" top="0" width="3" height="2"/>')),
  ).toThrow("a.png, mask x: its run lengths add up to 3 pixels, expected the 6 of its box");
  expect(() => readAnnotations("<html></html>")).toThrow(
    /it holds no image; expected the XML of "CVAT for images 1.1"/,
  );
});

test("LabelMe: Pillow's border, inclusive corners of masks, circles with both ends, groups", () => {
  const file = (...shapes: object[]) =>
    JSON.stringify({ version: "5.5.0", imagePath: "..\\a.jpg", imageWidth: 20, imageHeight: 20, shapes });
  const area = (shape: object) => {
    const read = readAnnotations(file({ label: "a", ...shape }));
    return count(paintImage(read.images[0], read).data);
  };
  expect(
    area({
      shape_type: "polygon",
      points: [
        [1, 1],
        [5, 1],
        [5, 5],
        [1, 5],
      ],
    }),
  ).toBe(25);
  expect(
    area({
      shape_type: "rectangle",
      points: [
        [5, 5],
        [1, 1],
      ],
    }),
  ).toBe(25);
  for (const [radius, pixels] of [
    [2, 21],
    [3, 37],
    [5, 97],
  ])
    expect(
      area({
        shape_type: "circle",
        points: [
          [9, 9],
          [9 + radius, 9],
        ],
      }),
    ).toBe(pixels);
  const mask =
    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAEAQAAAABuSMjtAAAAEElEQVR4nGNgYChgYmBgAAACQABz6KaW0wAAAABJRU5ErkJggg==";
  const read = readAnnotations(
    file(
      {
        label: "a",
        shape_type: "mask",
        points: [
          [2, 3],
          [6, 6],
        ],
        mask,
      },
      { label: "p", shape_type: "point", points: [[1, 1]] },
    ),
  );
  expect(read.images[0]).toMatchObject({ name: "a.jpg", width: 20, height: 20 });
  const painted = paintShape(read.images[0].objects[0].shape, { width: 20, height: 20 }, "border");
  const inside = [...painted.keys()].filter((i) => painted[i]).map((i) => [i % 20, Math.floor(i / 20)]);
  expect(inside).toEqual([
    [3, 4],
    [4, 4],
    [5, 4],
    [3, 5],
    [4, 5],
    [5, 5],
  ]);
  expect(read.notes).toEqual(["shapes of the kinds point have no area and were left out"]);
  const square = (at: number) => [
    [at, at],
    [at + 2, at],
    [at + 2, at + 2],
    [at, at + 2],
  ];
  const grouped = readAnnotations(
    file(
      { label: "a", group_id: 1, points: square(1) },
      { label: "a", group_id: 1, points: square(8) },
      { label: "a", points: square(14) },
    ),
  );
  expect(new Set(paintImage(grouped.images[0], grouped, { as: "instances" }).data)).toEqual(
    new Set([0, 1, 2]),
  );
});

test("YOLO: shares stay floats until a rule has made them pixels", () => {
  const size = { name: "a.txt", width: 640, height: 480 };
  const { objects } = readYolo("2 0.020313 0.1 0.035937 0.1 0.035937 0.2\n\n0 .1 .1 .2 .1 .2 .2 .9\n", size, [
    "x",
    "y",
    "z",
  ]);
  expect(objects.map(({ label, category, score }) => [label, category, score])).toEqual([
    ["z", 3, undefined],
    ["x", 1, 0.9],
  ]);
  const [{ shape }] = objects;
  if (shape.kind !== "polygon") throw new Error("no polygon");
  expect(shape.rings[0][0]).toBeCloseTo(13.00032, 10);
  expect(shape.rings[0][2]).toBeCloseTo(22.99968, 10);
  expect(() => readYolo("0 0.1 0.2", size)).toThrow(
    /line 1: expected the number of a class and at least three corners/,
  );
});

test("what is no annotation file says what is read", () => {
  expect(() => readAnnotations("{")).toThrow("it is no whole JSON");
  for (const text of ["{}", "[1]", '{"images": 3}', '"x"'])
    expect(() => readAnnotations(text)).toThrow(/expected COCO, Label Studio or LabelMe \(JSON\), or CVAT/);
});
