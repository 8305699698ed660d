import fc from "fast-check";
import { wasmFields } from "segloss";
import { afterAll, expect, it } from "vitest";
import { type MaskFacts, maskFacts } from "../../src/inspect/facts/mask-facts.ts";
import type { Mask } from "../../src/inspect/facts/pixels.ts";

const fields = wasmFields();
afterAll(() => fields.dispose());

/** A mask from rows of digits; 9 is ignored. */
function drawn(...rows: string[]): Mask {
  const classes = Uint8Array.from(rows.join(""), Number);
  return { width: rows[0].length, height: rows.length, classes, ignore: 9 };
}

function facts(mask: Mask, classes = 3): MaskFacts {
  return maskFacts(mask, classes, fields);
}

it("counts pixels, borders and objects as one does by eye", () => {
  const { counts, objects, tiles, emptyTiles } = facts(
    drawn(
      "0000000", //
      "0110020",
      "0110020",
      "0009000",
      "0000100",
    ),
  );
  expect(counts.pixels).toEqual([27, 5, 2]);
  expect(counts.ignored).toBe(1);
  // All of the objects; of the background, row by row, 3 + 4 + 4 + 4 + 2 have one beside them.
  expect(counts.within1).toEqual([17, 5, 2]);
  expect(counts.within2.slice(1)).toEqual([5, 2]);
  expect(objects.classes).toEqual([1, 2, 1]);
  expect(objects.pixels).toEqual([4, 2, 1]);
  // The dot is two columns and two rows from the square, one column and two rows from the bar.
  expect(objects.nearest.map((distance) => distance ** 2)).toEqual(
    [8, 5, 5].map((d) => expect.closeTo(d, 4)),
  );
  expect(objects.touching).toBe(0);
  expect([tiles, emptyTiles]).toEqual([1, 0]);
});

it("joins parts over corners, and takes corners for touching", () => {
  const { objects } = facts(drawn("100", "010", "002"));
  expect(objects.pixels).toEqual([2, 1]);
  expect(objects.touching).toBe(1);
});

it("numbered objects are what their numbers say, apart or not", () => {
  const mask = drawn("1101", "1101");
  const { objects } = facts({ ...mask, objects: Int32Array.of(5, 7, 0, 5, 5, 7, 0, 5) });
  expect(objects.pixels).toEqual([4, 2]);
  expect(objects.touching).toBe(1);
  expect(objects.nearest).toEqual([1, 1]);
});

it("four times the mean depth is the width of a strip, and its elongation the length over it", () => {
  const rows = Array.from({ length: 20 }, (_, y) => (y >= 8 && y < 12 ? "1" : "0").repeat(40));
  const [, strip] = facts(drawn(...rows), 2).depths;
  expect((4 * strip!.sum) / strip!.pixels).toBeCloseTo(4, 6);
  expect(strip!.elongation / strip!.pixels).toBeCloseTo(40 / 4, 6);
  // Depths of half a pixel and of one and a half, half of the pixels each.
  expect([strip!.histogram[1], strip!.histogram[3]]).toEqual([80, 80]);
});

it("a class without a border in the image has no width", () => {
  expect(facts(drawn("1111", "1111")).depths[1]).toMatchObject({ pixels: 0, sum: 0 });
  expect(facts(drawn("1119", "1119")).depths[1]).toMatchObject({ pixels: 0 });
});

it("tiles at the edges are smaller", () => {
  const classes = new Uint8Array(130 * 129);
  classes[130 * 129 - 1] = 1;
  expect(facts({ width: 130, height: 129, classes })).toMatchObject({ tiles: 4, emptyTiles: 3 });
});

const mask = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
  .chain(({ width, height }) =>
    fc
      .array(fc.constantFrom(0, 0, 0, 1, 2, 9), { minLength: width * height, maxLength: width * height })
      .map((values): Mask => ({ width, height, classes: Uint8Array.from(values), ignore: 9 })),
  );

it("agrees with looking at every pair of pixels", () => {
  fc.assert(
    fc.property(mask, (one) => {
      const { counts, objects, depths } = facts(one);
      const { width, classes } = one;
      const places = [...classes.keys()];
      const distance = (i: number, j: number) =>
        Math.hypot((i % width) - (j % width), Math.floor(i / width) - Math.floor(j / width));
      const toOther = (i: number) =>
        Math.min(
          ...places.filter((j) => classes[j] !== classes[i] && classes[j] !== 9).map((j) => distance(i, j)),
        );
      for (const label of [0, 1, 2]) {
        const own = places.filter((i) => classes[i] === label).map(toOther);
        expect(counts.within1[label]).toBe(own.filter((d) => d <= 1).length);
        expect(counts.within2[label]).toBe(own.filter((d) => d <= 2).length);
        const finite = own.filter(Number.isFinite);
        expect(depths[label]?.sum ?? 0).toBeCloseTo(
          finite.reduce((sum, d) => sum + d - 0.5, 0),
          4,
        );
      }
      expect(objects.pixels.reduce((a, b) => a + b, 0)).toBe(counts.pixels[1] + counts.pixels[2]);
    }),
    { numRuns: 40 },
  );
});

it("knows nothing of directions: a mirrored or transposed mask has the same facts", () => {
  fc.assert(
    fc.property(mask, (one) => {
      const { width, height, classes } = one;
      const at = (make: (i: number) => number) => Uint8Array.from(classes, (_, i) => classes[make(i)]);
      const mirrored = { ...one, classes: at((i) => i - 2 * (i % width) + width - 1) };
      const transposed = {
        ...{ width: height, height: width, ignore: 9 },
        classes: at((i) => (i % height) * width + Math.floor(i / height)),
      };
      for (const other of [mirrored, transposed])
        expect(unordered(facts(other))).toEqual(unordered(facts(one)));
    }),
    { numRuns: 40 },
  );
});

it("classes that change names take their facts along", () => {
  fc.assert(
    fc.property(mask, (one) => {
      const swapped = { ...one, classes: one.classes.map((label) => [0, 2, 1][label] ?? label) };
      const [a, b] = [unordered(facts(one)), unordered(facts(swapped))];
      expect([b.pixels[0], b.pixels[2], b.pixels[1]]).toEqual(a.pixels);
      expect([b.within1[0], b.within1[2], b.within1[1]]).toEqual(a.within1);
      expect([b.depths[0], b.depths[2], b.depths[1]]).toEqual(a.depths);
      expect([b.sizes, b.nearest, b.touching, b.gaps]).toEqual([a.sizes, a.nearest, a.touching, a.gaps]);
    }),
    { numRuns: 40 },
  );
});

/** Facts without the order of objects; sums to six digits, since they are added in another order. */
function unordered({ counts, objects, depths }: MaskFacts) {
  const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
  return {
    ...counts,
    sizes: sorted(objects.pixels),
    nearest: sorted(objects.nearest),
    touching: objects.touching,
    gaps: objects.gaps.join(),
    depths: depths.map((one) => one && [one.pixels, one.sum.toFixed(6), one.elongation.toFixed(6)]),
  };
}
