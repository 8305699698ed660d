import fc from "fast-check";
import { expect, test } from "vitest";
import { connectedComponents, nearestLabels, skeleton } from "../../src/fields/index.ts";
import { centrelineDice } from "../../src/metrics/index.ts";
import { bruteCellDistances, squaredDistance } from "../fields/brute-force.ts";
import { drawn, pictures } from "../fields/pictures.ts";

const masks = fc.uint8Array({ max: 1, minLength: 63, maxLength: 63 });

test("a skeleton lies in its mask and leaves its number of parts", () => {
  fc.assert(
    fc.property(masks, (mask) => {
      const line = skeleton(mask, [7, 9]);
      expect(line.every((v, i) => v <= mask[i])).toBe(true);
      const parts = (m: Uint8Array) => connectedComponents(m, [7, 9], { connectivity: "full" }).count;
      expect(parts(line)).toBe(parts(mask));
      expect(skeleton(line, [7, 9])).toEqual(line);
    }),
  );
  expect(() => skeleton(new Uint8Array(3), [3])).toThrow(/skeletons are for \[height, width\] and/);
  expect(() => skeleton(new Uint8Array(8), [2, 2, 2], { thinning: "zhang-suen" })).toThrow(
    /thinning "zhang-suen" is for 2-D masks, got shape \[2, 2, 2\]; use "topological"/,
  );
  expect(() => skeleton(new Uint8Array(4), [2, 2], { thinning: "lea" as "lee" })).toThrow(
    /thinning must be "topological" or "scikit-image" or "lee" or "zhang-suen", got "lea"/,
  );
});

test("a skeleton of a volume lies in its mask, is thin, and leaves parts, tunnels and cavities as they are", () => {
  const shape = [4, 5, 5];
  const volumes = fc.uint8Array({ max: 1, minLength: 100, maxLength: 100 });
  fc.assert(
    fc.property(volumes, (mask) => {
      const line = skeleton(mask, shape);
      expect(line.every((v, i) => v <= mask[i])).toBe(true);
      const parts = (m: Uint8Array) => connectedComponents(m, shape, { connectivity: "full" }).count;
      expect(parts(line)).toBe(parts(mask));
      expect(eulerCharacteristic(line, shape)).toBe(eulerCharacteristic(mask, shape));
      expect(skeleton(line, shape)).toEqual(line);
    }),
  );
});

test("a part that is even in every direction does not vanish", () => {
  const count = (labels: Uint8Array) => labels.reduce((a, b) => a + b, 0);
  expect(count(skeleton(new Uint8Array(4).fill(1), [2, 2]))).toBe(2);
  expect(count(skeleton(new Uint8Array(4).fill(1), [2, 2], { thinning: "zhang-suen" }))).toBe(1);
  expect(count(skeleton(new Uint8Array(8).fill(1), [2, 2, 2]))).toBe(2);
  expect(count(skeleton(new Uint8Array(210).fill(1), [6, 5, 7]))).toBe(3);
});

/** Vertices - edges + faces - cubes of the closed voxels, each counted where it stands. */
function eulerCharacteristic(mask: Uint8Array, shape: readonly number[]): number {
  const [depth, height, width] = shape;
  const cells = new Map<string, number>();
  mask.forEach((inside, i) => {
    if (!inside) return;
    const at = [Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width];
    for (let k = 0; k < 27; k++) {
      const place = [Math.floor(k / 9), Math.floor(k / 3) % 3, k % 3].map(
        (step, axis) => 2 * at[axis] + step,
      );
      cells.set(place.join(), place.filter((c) => c % 2 === 1).length % 2 === 0 ? 1 : -1);
    }
  });
  expect(depth * height * width).toBe(mask.length);
  return [...cells.values()].reduce((a, b) => a + b, 0);
}

test("a gap costs where Dice hardly sees it, a wider line costs nothing", () => {
  const wide = drawn(".........", "111111111", "111111111", "111111111", ".........");
  const thin = drawn(".........", ".........", "111111111", ".........", ".........");
  const gap = drawn(".........", ".........", "1111.1111", ".........", ".........");
  expect(centrelineDice(thin.labels, wide.labels, wide.shape)!.value).toBe(1);
  expect(centrelineDice(gap.labels, thin.labels, thin.shape)).toEqual({
    ...{ value: 16 / 17, precision: 1, sensitivity: 8 / 9 },
  });
});

test("is symmetric, 1 for a mask and itself, 0 for one that is missed", () => {
  const none = new Uint8Array(63);
  fc.assert(
    fc.property(masks, masks, (a, b) => {
      expect(centrelineDice(a, b, [7, 9])!.value).toBe(centrelineDice(b, a, [7, 9])!.value);
      expect(centrelineDice(a, a, [7, 9])!.value).toBe(1);
    }),
  );
  expect(centrelineDice(none, Uint8Array.from(none.keys()), [7, 9])!.value).toBe(0);
  expect(centrelineDice(none, none, [7, 9], { empty: "skip" })).toBeUndefined();
});

test("nearest labels are at the distance of the nearest cell", () => {
  fc.assert(
    fc.property(pictures(4, "spacing"), (picture) => {
      const nearest = nearestLabels(picture.values, picture.shape, { spacing: picture.spacing });
      const cells = bruteCellDistances(picture);
      nearest.forEach((label, i) => {
        const own = [...picture.values.keys()].filter((k) => picture.values[k] === label);
        const least = Math.min(...own.map((k) => squaredDistance(i, k, picture)));
        expect(label === 0).toBe(cells[i][0] === Infinity);
        expect(label === 0 ? Infinity : least).toBeLessThanOrEqual(cells[i][0] * (1 + 1e-12));
      });
    }),
    { numRuns: 40 },
  );
});
