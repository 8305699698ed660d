import type { AnnotatedImage } from "@segloss/io";
import fc from "fast-check";
import { expect, it } from "vitest";
import { painted } from "../../src/data/annotation-file.ts";
import { decodeOutlines, encodeOutlines } from "../../src/queue/pack/outlines-file.ts";
import { Refusal } from "../../src/queue/protocol/job-data.ts";

const SIZE = { width: 9, height: 7 };
const shape = fc.oneof(
  fc
    .array(fc.array(fc.double({ min: -3, max: 12, noNaN: true }), { minLength: 6, maxLength: 10 }), {
      maxLength: 3,
    })
    .map((rings) => ({
      kind: "polygon" as const,
      rings: rings.map((ring) => ring.slice(0, ring.length & ~1)),
    })),
  fc
    .record({
      left: fc.integer({ min: -2, max: 8 }),
      top: fc.integer({ min: -2, max: 6 }),
      width: fc.nat(5),
      height: fc.nat(5),
    })
    .chain((box) =>
      fc
        .array(fc.nat(1), { minLength: box.width * box.height, maxLength: box.width * box.height })
        .map((pixels) => ({ kind: "mask" as const, ...box, pixels: Uint8Array.from(pixels) })),
    ),
);
const picture = fc.record({
  objects: fc.array(
    fc.record(
      {
        label: fc.constantFrom("cell", "vessel"),
        shape,
        crowd: fc.boolean(),
        category: fc.integer({ min: 1, max: 3 }),
      },
      { requiredKeys: ["label", "shape"] },
    ),
    { maxLength: 5 },
  ),
  rule: fc.constantFrom("coco" as const, "border" as const, "centre" as const),
  smallOnTop: fc.boolean(),
});

it("an image of annotations is painted at a worker as it is here", () => {
  fc.assert(
    fc.property(
      picture,
      fc.constantFrom("classes" as const, "instances" as const),
      ({ objects, ...how }, as) => {
        const image: AnnotatedImage = { name: "i.png", ...SIZE, objects };
        const classes = new Map([
          [1, "cell"],
          [2, "vessel"],
        ]);
        const whole = { image, annotations: { images: [image], classes, notes: ["a note"], ...how } };
        const back = decodeOutlines(encodeOutlines(whole), 100);
        if ("problem" in back) throw new Error(back.problem);
        expect(painted(back, { as })).toEqual(painted(whole, { as }));
      },
    ),
  );
});

it("why the sender could not read it comes in its words", () => {
  const file = { problem: "p000000/0.outlines: it holds no image a.png" };
  expect(decodeOutlines(encodeOutlines(file), 1)).toEqual(file);
});

it("what no sender writes is refused", () => {
  const right = {
    problem: null,
    picture: { name: "", ...SIZE, objects: [] as object[], classes: [], rule: "coco", notes: [] },
  };
  const object = (more: object) => ({
    ...right,
    picture: { ...right.picture, objects: [{ label: "a", ...more }] },
  });
  const cases: [unknown, RegExp][] = [
    [{}, /outlines\.problem: is missing/],
    [{ problem: null, picture: null }, /expected a picture or a problem, got neither/],
    [{ ...right, picture: { ...right.picture, width: 1e6 } }, /expected at most 100 pixels, got 1000000x7/],
    [
      { ...right, picture: { ...right.picture, rule: "eval" } },
      /rule: expected "coco" or "border" or "centre"/,
    ],
    [object({}), /expected an object with rings, or with a box and runs that fill it/],
    [object({ box: [0, 0, 2, 2], runs: [1, 2] }), /runs that fill it/],
    [object({ box: [0, 0, 2, -2], runs: [] }), /runs that fill it/],
    [object({ box: [0, 0, 1e5, 1e5], runs: [1e10] }), /runs that fill it/],
    [object({ rings: [["x"]] }), /rings\[0\]\[0\]: expected a number/],
  ];
  for (const [value, says] of cases) {
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    expect(() => decodeOutlines(bytes, 100), JSON.stringify(value)).toThrow(Refusal);
    expect(() => decodeOutlines(bytes, 100)).toThrow(says);
  }
  expect(() => decodeOutlines(new Uint8Array([1]), 100)).toThrow("outlines: expected JSON");
});
