import fc from "fast-check";
import { evaluate, loss, makePlan, parseLoss, type Setting, softClDice } from "segloss";
import { describe, expect, it } from "vitest";
import { softSkeleton, softSkeletonSlope } from "../../src/engines/reference/soft-skeleton.ts";
import { topological } from "../../src/formula/expression.ts";
import { seededRandom } from "../conformance/random.ts";

/** A mask drawn as text: # is 1, digits are tenths. */
function picture(rows: readonly string[]): { image: Float64Array; space: readonly number[] } {
  const values = rows.flatMap((row) => [...row].map((c) => (c === "#" ? 1 : c === "." ? 0 : Number(c) / 10)));
  return { image: Float64Array.from(values), space: [rows.length, rows[0].length] };
}

function skeletonOf(iterations: number, ...rows: readonly string[]): string[] {
  const { image, space } = picture(rows);
  const found = softSkeleton(image, iterations, space);
  const letter = (x: number): string => (x === 1 ? "#" : x === 0 ? "." : String(Math.round(10 * x)));
  return rows.map((_, y) =>
    [...found.subarray(y * space[1], (y + 1) * space[1])].map((x) => letter(x)).join(""),
  );
}

describe("the soft skeleton of a drawn mask", () => {
  it("of a line of one pixel's width is the line, also where it bends and ends at the border", () => {
    const line = ["........", "#####...", "....#...", "....###.", "......#."];
    expect(skeletonOf(3, ...line)).toEqual(line);
  });

  it("of a bar three pixels wide is its middle line after one erosion", () => {
    const bar = [".........", ".#######.", ".#######.", ".#######.", "........."];
    expect(skeletonOf(0, ...bar)).toEqual([".........", ".........", ".........", ".........", "........."]);
    expect(skeletonOf(1, ...bar)[2]).toBe("..#####..");
  });

  it("of a full image is empty: the border takes nothing away", () => {
    expect(skeletonOf(3, "###", "###", "###")).toEqual(["...", "...", "..."]);
  });

  it("of a lone pixel is the pixel, at its own height", () => {
    expect(skeletonOf(2, ".....", "..6..", ".....")).toEqual([".....", "..6..", "....."]);
  });
});

/** Distinct values in (0, 1), in random order. */
function distinct(length: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const order = Array.from({ length }, (_, i) => ({ i, key: random() })).sort((a, b) => a.key - b.key);
  const out = new Float64Array(length);
  order.forEach(({ i }, rank) => {
    out[i] = (rank + 1) / (length + 1);
  });
  return out;
}

const spaces = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 12 })),
  fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 7 })),
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 })),
);
const drawn = fc.record({
  space: spaces,
  seed: fc.integer({ min: 1, max: 1e6 }),
  iterations: fc.integer({ min: 0, max: 4 }),
});
const sizeOf = (space: readonly number[]): number => space.reduce((a, b) => a * b, 1);

/** Index of each pixel's image when an axis is turned around. */
function mirrored(space: readonly number[], axis: number): number[] {
  const step = space.slice(axis + 1).reduce((a, b) => a * b, 1);
  return Array.from({ length: sizeOf(space) }, (_, i) => {
    const at = Math.floor(i / step) % space[axis];
    return i + (space[axis] - 1 - 2 * at) * step;
  });
}

describe("laws of the soft skeleton", () => {
  it("is from 0 to below 1 as its image is, and a flat image has none", () => {
    fc.assert(
      fc.property(drawn, ({ space, seed, iterations }) => {
        const image = distinct(sizeOf(space), seed);
        const found = softSkeleton(image, iterations, space);
        expect(found.every((x) => x >= 0 && x < 1)).toBe(true);
        const flat = softSkeleton(new Float64Array(image.length).fill(0.4), iterations, space);
        expect(flat.every((x) => x === 0)).toBe(true);
      }),
    );
  });

  it("follows reflections along every axis, and its slope does", () => {
    fc.assert(
      fc.property(drawn, ({ space, seed, iterations }) => {
        const image = distinct(sizeOf(space), seed);
        const adjoint = distinct(sizeOf(space), seed + 1);
        const found = softSkeleton(image, iterations, space);
        const slope = softSkeletonSlope(adjoint, image, iterations, space);
        for (const axis of space.keys()) {
          const turn = mirrored(space, axis);
          const turned = (x: Float64Array): Float64Array => x.map((_, i) => x[turn[i]]);
          expect(softSkeleton(turned(image), iterations, space)).toEqual(turned(found));
          const other = softSkeletonSlope(turned(adjoint), turned(image), iterations, space);
          const expected = turned(slope);
          for (const [i, x] of other.entries()) expect(x).toBeCloseTo(expected[i], 12);
        }
      }),
    );
  });

  it("moves with the image, where the border is far", () => {
    const draw = (left: number, top: number): Float64Array => {
      const image = new Float64Array(12 * 14);
      const blob = distinct(9, 5);
      for (let i = 0; i < 9; i++) image[(top + Math.floor(i / 3)) * 14 + left + (i % 3)] = blob[i];
      return softSkeleton(image, 2, [12, 14]);
    };
    const [here, there] = [draw(3, 3), draw(7, 5)];
    for (let i = 0; i < here.length - 2 * 14 - 4; i++) expect(there[i + 2 * 14 + 4]).toBe(here[i]);
  });

  it("has the slope of central differences, to 1e-8, where no two pixels are equal", () => {
    fc.assert(
      fc.property(drawn, ({ space, seed, iterations }) => {
        const image = distinct(sizeOf(space), seed);
        const [adjoint, direction] = [distinct(sizeOf(space), seed + 1), distinct(sizeOf(space), seed + 2)];
        const slope = softSkeletonSlope(adjoint, image, iterations, space);
        const h = 1e-6;
        const at = (t: number): number => {
          const moved = image.map((x, i) => x + t * direction[i]);
          return softSkeleton(moved, iterations, space).reduce((sum, x, i) => sum + x * adjoint[i], 0);
        };
        const along = slope.reduce((sum, x, i) => sum + x * direction[i], 0);
        expect(along).toBeCloseTo((at(h) - at(-h)) / (2 * h), 8);
      }),
    );
  });
});

describe("soft clDice", () => {
  const masks = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 30, maxLength: 30 });

  it("is 0 for a hard mask that is predicted exactly, and at most 1", () => {
    fc.assert(
      fc.property(masks, masks, (mask, other) => {
        const of = (p: readonly number[]): number =>
          evaluate(softClDice(), {
            shape: [1, 5, 6, 1],
            link: "none",
            logits: Float64Array.from(p),
            targets: Uint8Array.from(mask),
            gradient: false,
          }).value;
        expect(of(mask)).toBe(0);
        expect(of(other)).toBeGreaterThanOrEqual(-1e-15);
        expect(of(other)).toBeLessThan(1);
      }),
    );
  });

  it("does not mind when prediction and truth change places", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const [p, y] = [distinct(30, seed), distinct(30, seed + 1)];
        const of = (logits: Float64Array, targets: Float64Array): number =>
          evaluate(softClDice(), { shape: [1, 5, 6, 1], link: "none", logits, targets, gradient: false })
            .value;
        expect(of(p, y)).toBeCloseTo(of(y, p), 14);
      }),
    );
  });

  it("takes pixels that are left out for 0, whatever they hold", () => {
    const logits = Float64Array.from({ length: 30 }, (_, i) => 2 * Math.sin(1.7 * i));
    const targets = Uint8Array.from({ length: 30 }, (_, i) => (i % 7 === 0 ? 9 : i % 2));
    const inputs = { shape: [1, 5, 6, 1], targets, ignore: 9 };
    const wild = logits.map((z, i) => (i % 7 === 0 ? 50 : z));
    const found = evaluate("softClDice", { ...inputs, logits });
    expect(evaluate("softClDice", { ...inputs, logits: wild })).toEqual(found);
    expect(found.gradient?.filter((_, i) => i % 7 === 0).every((g) => g === 0)).toBe(true);
  });

  it("shares its skeletons with the other terms of a sum", () => {
    const setting: Setting = {
      ...{ batch: 1, space: [5, 6], channels: 1, layout: "channels-last", link: "sigmoid" },
      ...{ targets: "indices", weighted: false, ignore: [], masked: false },
    };
    const { scopes } = makePlan(parseLoss("softClDice + softClDice(smooth=2) + dice"), setting);
    const made = topological([scopes[0].value]).filter((e) => e.kind === "apply" && e.op === "skeleton");
    expect(made).toHaveLength(2);
  });

  it("wants whole iterations, and smoothing above 0", () => {
    expect(() => softClDice({ iterations: 2.5 })).toThrow(
      /^softClDice: iterations must be a whole number, got 2\.5\.$/,
    );
    expect(() => softClDice({ smooth: 0 })).toThrow(/smooth must be a number at least 0\.000001, got 0/);
  });
});

describe("the function skeleton(e, iterations) of formulas", () => {
  const inputs = { shape: [1, 2, 3, 1], logits: new Float64Array(6), targets: new Uint8Array(6) };

  it.each([
    ["mean(skeleton(p))", /skeleton\(\.\.\.\) takes 2 operands, found 1/],
    ["skeleton(mean(p), 3)", /its first operand must vary over pixels/],
    ["mean(skeleton(p, 1.5))", /a whole number of iterations n from 0 to 100/],
    ["mean(skeleton(p, -1))", /a whole number of iterations n from 0 to 100/],
    ["mean(skeleton(p, mean(y)))", /a whole number of iterations n from 0 to 100/],
    ["skeleton(p, 3)", /still varies over pixels/],
  ])("%s is refused", (text, message) => {
    expect(() => evaluate(loss(text), inputs)).toThrow(message);
  });
});
