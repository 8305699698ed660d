import fc from "fast-check";
import { connectedComponents } from "segloss/fields";
import { describe, expect, it } from "vitest";
import { splitObjects } from "../../src/inference/split-objects.ts";

/** Discs in one mask; the outside of all is background. */
function discs(size: number, ...places: readonly (readonly [x: number, y: number, radius: number])[]) {
  return Uint8Array.from({ length: size * size }, (_, i) =>
    places.some(([x, y, r]) => Math.hypot((i % size) - x, Math.floor(i / size) - y) <= r) ? 1 : 0,
  );
}

function countOf(labels: Int32Array): number {
  return labels.reduce((most, label) => Math.max(most, label), 0);
}

const masks = fc
  .record({ width: fc.integer({ min: 1, max: 14 }), height: fc.integer({ min: 1, max: 14 }) })
  .chain(({ width, height }) =>
    fc
      .array(fc.constantFrom(0, 1, 1, 1), { minLength: width * height, maxLength: width * height })
      .map((values) => ({ width, height, mask: Uint8Array.from(values) })),
  );

describe("splitObjects", () => {
  it("tells discs apart that touch, about the middle between them", () => {
    const labels = splitObjects(discs(40, [12, 20, 9], [28, 20, 8]), [40, 40]);
    expect(countOf(labels)).toBe(2);
    expect(labels[20 * 40 + 14]).not.toBe(labels[20 * 40 + 27]);
    const edge = Array.from({ length: 40 }, (_, x) => labels[20 * 40 + x]);
    expect(Math.abs(edge.lastIndexOf(edge[12]) - 20.5)).toBeLessThanOrEqual(1.5);
  });

  it("leaves discs that are one in another's reach, ellipses, bars and rough outlines whole", () => {
    expect(countOf(splitObjects(discs(40, [16, 20, 9], [22, 20, 9]), [40, 40]))).toBe(1);
    const bar = Uint8Array.from({ length: 900 }, (_, i) => (Math.abs(Math.floor(i / 30) - 15) < 3 ? 1 : 0));
    expect(countOf(splitObjects(bar, [30, 30]))).toBe(1);
    const ellipse = Uint8Array.from({ length: 1600 }, (_, i) =>
      ((i % 40) - 20) ** 2 / 18 ** 2 + (Math.floor(i / 40) - 20) ** 2 / 7 ** 2 <= 1 ? 1 : 0,
    );
    // Every third pixel of the outline's rows is bitten off.
    const rough = ellipse.map((value, i) => (i % 3 === 0 && (ellipse[i - 40] ?? 0) === 0 ? 0 : value));
    expect([ellipse, rough].map((mask) => countOf(splitObjects(mask, [40, 40])))).toEqual([1, 1]);
  });

  it("covers the mask and nothing else with parts of its connected components, each in one piece", () => {
    fc.assert(
      fc.property(masks, ({ width, height, mask }) => {
        const labels = splitObjects(mask, [height, width]);
        expect(labels.map((label) => Number(label > 0))).toEqual(Int32Array.from(mask));
        const whole = connectedComponents(mask, [height, width]);
        const parts = connectedComponents(labels, [height, width]);
        // Numbered in the order of their first pixels, as components are, and connected.
        expect(parts.labels).toEqual(labels);
        const of = new Map<number, number>();
        labels.forEach((label, i) => {
          if (label > 0) expect(of.get(label) ?? whole.labels[i]).toBe(whole.labels[i]);
          of.set(label, whole.labels[i]);
        });
      }),
      { numRuns: 100 },
    );
  });

  it("knows an empty mask, and a full one, which has no outside", () => {
    expect(countOf(splitObjects(new Uint8Array(12), [3, 4]))).toBe(0);
    expect(splitObjects(new Uint8Array(12).fill(1), [3, 4])).toEqual(new Int32Array(12).fill(1));
  });
});
