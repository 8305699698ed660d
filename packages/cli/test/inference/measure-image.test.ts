import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MeasureOptions, measureImage } from "../../src/inference/measure-image.ts";
import type { MeasuredTruth } from "../../src/inference/measured-truth.ts";

/** A label map drawn as text: digits are classes, `x` is ignored (255). */
function drawn(text: string): { width: number; height: number; mask: Uint8Array } {
  const rows = text.trim().split(/\s+/);
  const mask = Uint8Array.from(rows.join(""), (sign) => (sign === "x" ? 255 : Number(sign)));
  return { width: rows[0].length, height: rows.length, mask };
}

/** Logits that are sure of these classes: one output for two classes. */
function logitsOf(labels: ArrayLike<number>, classes: number, sure = 6): Float32Array {
  const outputs = classes === 2 ? 1 : classes;
  const k = (output: number) => (outputs === 1 ? 1 : output);
  return Float32Array.from({ length: outputs * labels.length }, (_, i) =>
    labels[i % labels.length] === k(Math.floor(i / labels.length)) ? sure : -sure,
  );
}

const TRUTH = drawn(`
  00000000
  01111000
  01111000
  01111000
  01111000
  00000000`);

const measure = (predicted: string, truth: MeasuredTruth, options: Partial<MeasureOptions> = {}) =>
  measureImage(logitsOf(drawn(predicted).mask, options.classes ?? 2), truth, {
    ...{ image: 3, classes: 2 },
    ...options,
  });

const SHIFTED = `
  00000000
  00111100
  00111100
  00111100
  00111100
  00000000`;

describe("measureImage", () => {
  it("gives the counts and distances that one counts by hand", () => {
    const got = measure(SHIFTED, TRUTH, { scored: [1], thin: [1], tolerance: 0.5 });
    expect(got).toMatchObject({ image: 3, tp: [28, 12], fp: [4, 4], fn: [4, 4] });
    expect(got.hd95).toEqual([null, 1]);
    // Each edge has 12 pixels; they share columns 2 to 4 of rows 1 and 4, which are 6. The others are a pixel off.
    expect(got.nsd).toEqual([null, 12 / 24]);
    // 2 % of the diagonal is below a pixel: the boundary is the outermost ring, 12 pixels each.
    expect(got.boundaryIou).toEqual([null, 6 / 18]);
    expect(got.clDice?.[0]).toBeNull();
    expect(got.clDice?.[1]).toBeGreaterThan(0.5);
    expect(got).not.toHaveProperty("pq");
  });

  it("measures distances in the unit of the spacing", () => {
    const truth: MeasuredTruth = { ...TRUTH, spacing: [1, 0.25] };
    expect(measure(SHIFTED, truth, { tolerance: 0.25 })).toMatchObject({ hd95: [0.25, 0.25], nsd: [1, 1] });
  });

  it("is perfect for the truth itself, with one output or one a class", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 42, maxLength: 42 }), (labels) => {
        const mask = Uint8Array.from(labels);
        const present = [0, 1, 2].map((c) => labels.includes(c));
        const options = { image: 0, classes: 3, thin: [2] };
        const got = measureImage(logitsOf(mask, 3, 40), { width: 7, height: 6, mask }, options);
        const all = (value: number) => present.map((isThere) => (isThere ? value : null));
        expect(got.fp).toEqual([0, 0, 0]);
        expect(got).toMatchObject({ hd95: all(0), nsd: all(1), boundaryIou: all(1), ece: 0 });
        expect(got.clDice).toEqual([null, null, present[2] ? 1 : null]);
      }),
      { numRuns: 40 },
    );
  });

  it("has null for a class that the truth lacks, and its counts still", () => {
    const got = measure(SHIFTED.replaceAll("0011", "0012"), TRUTH, { classes: 3, thin: [1, 2] });
    expect(got.fp[2]).toBe(4);
    expect([got.hd95, got.nsd, got.boundaryIou, got.clDice].map((values) => values?.[2])).toEqual([
      ...[null, null, null, null],
    ]);
  });

  it("takes the diagonal and 0 for a class that the prediction lacks", () => {
    const got = measure(SHIFTED.replaceAll("1", "0"), TRUTH, { scored: [1], thin: [1] });
    expect(got).toMatchObject({
      hd95: [null, 10],
      nsd: [null, 0],
      boundaryIou: [null, 0],
      clDice: [null, 0],
    });
  });

  it("does not look at what was predicted in ignored pixels", () => {
    const label = (...choices: number[]) =>
      fc.array(fc.constantFrom(...choices), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(label(0, 1), label(0, 1, 1, 255), label(0, 1), (predicted, labels, there) => {
        const truth = { width: 6, height: 5, mask: Uint8Array.from(labels) };
        const of = (classes: readonly number[]) =>
          measureImage(logitsOf(classes, 2), truth, { image: 0, classes: 2, ignore: 255, thin: [1] });
        const other = predicted.map((value, i) => (labels[i] === 255 ? there[i] : value));
        const got = of(predicted);
        expect(of(other)).toEqual(got);
        const known = labels.filter((value) => value !== 255).length;
        expect(got.bins.reduce((sum, [pixels]) => sum + pixels, 0)).toBe(known);
        expect(got.tp[0] + got.fn[0] + got.tp[1] + got.fn[1]).toBe(known);
      }),
      { numRuns: 40 },
    );
  });

  it("excuses an object in ignored pixels", () => {
    const truth = drawn(`
      1100xxxx
      1100xxxx`);
    const instances = Int32Array.from(truth.mask, (label) => (label === 1 ? 4 : 0));
    expect(measure("11001100 11001100", { ...truth, instances }, { ignore: 255 })).toMatchObject({
      pq: 1,
      ap: 1,
    });
  });

  it("matches objects: IoU 12/20 of one, one missed, one extra", () => {
    const truth = drawn(`
      011110000001
      011110000001
      011110000000
      011110000000`);
    const instances = Int32Array.from(truth.mask, (label, i) => (label ? (i % 12 > 6 ? 9 : 5) : 0));
    const predicted = `
      001111000000
      001111000000
      001111000000
      001111000011`;
    const got = measure(predicted, { ...truth, instances });
    // PQ: 0.6 / (1 + 1/2 + 1/2). AP: 1 of 3 at thresholds 0.5, 0.55 and 0.6, else none.
    expect(got.pq).toBeCloseTo(0.6 / 2, 12);
    expect(got.ap).toBeCloseTo((3 * (1 / 3)) / 10, 12);
  });

  it("has no value for objects where the truth has none, whatever is predicted", () => {
    const truth = { width: 4, height: 2, mask: new Uint8Array(8), instances: new Uint8Array(8) };
    expect(measure("0000 0000", truth)).toMatchObject({ pq: null, ap: null, hd95: [0, null] });
    expect(measure("0110 0110", truth)).toMatchObject({ pq: null, ap: null });
  });

  it("calibrates: the bins of confidence, and their error", () => {
    const [p, q] = [0.9, 0.72].map((value) => Math.log(value / (1 - value)));
    const truth = { width: 4, height: 1, mask: new Uint8Array([1, 0, 1, 0]) };
    const got = measureImage(new Float32Array([p, p, q, -q]), truth, { image: 0, classes: 2 });
    // Two of 0.9 with one right, two of 0.72 with both right.
    expect(got.ece).toBeCloseTo((2 * (0.9 - 0.5) + 2 * (1 - 0.72)) / 4, 6);
    expect(got.bins).toHaveLength(15);
    const used = got.bins.filter(([pixels]) => pixels > 0);
    expect(used.map(([pixels, , right]) => [pixels, right])).toEqual([
      [2, 2],
      [2, 1],
    ]);
    expect(used[1][1]).toBeCloseTo(1.8, 6);
  });

  it("says what does not fit", () => {
    const options = { image: 0, classes: 2 };
    expect(() => measureImage(new Float32Array(50), TRUTH, options)).toThrow(
      /the logits of 2 classes and 8x6 pixels are 48 values, got 50/,
    );
    const broken = logitsOf(TRUTH.mask, 2);
    broken[5] = Number.NaN;
    expect(() => measureImage(broken, TRUTH, options)).toThrow(
      /logits must be finite numbers, got NaN at index 5/,
    );
    expect(() => measureImage(broken, { ...TRUTH, mask: new Uint8Array(3) }, options)).toThrow(
      /a mask of 8x6 pixels has 48 values, got 3/,
    );
  });
});
