import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectedComponents } from "../../src/fields/index.ts";
import { bruteComponents } from "./brute-force.ts";
import { drawn, pictures } from "./pictures.ts";

const connectivities = fc.constantFrom<"face" | "edges" | "full">("face", "edges", "full");

describe("connectedComponents", () => {
  test("equals flood fill, numbers included, for masks and class maps", () => {
    const cases = fc.tuple(
      fc.integer({ min: 1, max: 3 }).chain((n) => pictures(n, "pixels")),
      connectivities,
    );
    fc.assert(
      fc.property(cases, ([picture, connectivity]) => {
        const wrap = picture.shape.map(() => false);
        const { labels, count } = connectedComponents(picture.values, picture.shape, { connectivity });
        expect({ labels: [...labels], count }).toEqual(bruteComponents(picture, { connectivity, wrap }));
      }),
      { numRuns: 500 },
    );
  });

  test("equals flood fill on grids that wrap", () => {
    const flags = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(pictures(2, "pixels"), connectivities, flags, (picture, connectivity, all) => {
        const wrap = all.slice(0, picture.shape.length);
        const { labels, count } = connectedComponents(picture.values, picture.shape, { connectivity, wrap });
        expect({ labels: [...labels], count }).toEqual(bruteComponents(picture, { connectivity, wrap }));
      }),
      { numRuns: 500 },
    );
  });

  test("a diagonal joins only at full connectivity", () => {
    const { labels, shape } = drawn("1.", ".1");
    expect(connectedComponents(labels, shape).count).toBe(2);
    expect(connectedComponents(labels, shape, { connectivity: "full" }).count).toBe(1);
  });

  test("a spiral is one component", () => {
    const { labels, shape } = drawn("11111", "....1", "111.1", "1...1", "11111");
    expect(connectedComponents(labels, shape)).toEqual({ labels: Int32Array.from(labels), count: 1 });
  });

  test("background is a choice", () => {
    const values = new Uint8Array([0, 0, 255, 0]);
    expect([...connectedComponents(values, [4], { background: 255 }).labels]).toEqual([1, 1, 0, 2]);
  });

  test("refuses what does not fit", () => {
    expect(() => connectedComponents(new Uint8Array(3), [2])).toThrow(/values holds 3 values/);
    expect(() => connectedComponents(new Uint8Array(2), [2], { wrap: [] })).toThrow(
      /each of the 1 axes, got 0/,
    );
    const connectivity = "edge" as "face";
    expect(() => connectedComponents(new Uint8Array(2), [2], { connectivity })).toThrow(
      /connectivity must be "face", "edges" or "full", got "edge"/,
    );
  });
});
