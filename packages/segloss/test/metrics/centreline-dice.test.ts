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

const full = (mask: Uint8Array, shape: readonly number[]) =>
  connectedComponents(mask, shape, { connectivity: "full" }).count;
/** Parts of what lies outside, across faces, the space around the image with them. */
function holes(mask: Uint8Array, shape: readonly number[]): number {
  const framed = shape.map((size) => size + 2);
  const outside = new Uint8Array(framed.reduce((a, b) => a * b, 1)).fill(1);
  mask.forEach((value, i) => {
    let rest = i;
    let [at, stride] = [0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += ((rest % shape[axis]) + 1) * stride;
      stride *= framed[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    outside[at] = 1 - value;
  });
  return connectedComponents(outside, framed).count;
}

const images = fc.constantFrom([11, 12], [4, 5, 5]).chain((shape) => {
  const length = shape.reduce((a, b) => a * b, 1);
  const mask = fc.uint8Array({ max: 3, minLength: length, maxLength: length });
  return fc.tuple(fc.constant(shape), fc.constantFrom(1, 2, 3), mask).map(([, limit, values]) => ({
    ...{ shape, mask: values.map((value) => Number(value >= limit)) },
  }));
});

test("thinning keeps parts and holes, and nothing more can go but ends", () => {
  fc.assert(
    fc.property(images, ({ shape, mask }) => {
      const line = skeleton(mask, shape);
      const topology = (m: Uint8Array) => [
        full(m, shape),
        holes(m, shape),
        shape.length === 3 ? eulerCharacteristic(m, shape) : 0,
      ];
      expect(topology(line)).toEqual(topology(mask));
      const one = line.indexOf(1);
      for (let i = one; i >= 0; i = line.indexOf(1, i + 1)) {
        const without = line.map((v, k) => (k === i ? 0 : v));
        const isEnd = neighboursOf(line, i, shape) === 1;
        expect(isEnd || topology(without).join() !== topology(line).join()).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});

function neighboursOf(mask: Uint8Array, i: number, shape: readonly number[]): number {
  const [height, width] = shape.slice(-2);
  const place = (k: number) => [Math.floor(k / (height * width)), Math.floor(k / width) % height, k % width];
  const near = (k: number) => place(k).every((c, axis) => Math.abs(c - place(i)[axis]) <= 1);
  return [...mask.keys()].filter((k) => k !== i && mask[k] && near(k)).length;
}

test.each([
  [2, 1],
  [3, 1],
  [4, 2],
  [5, 2],
  [6, 3],
  [7, 3],
])("of a bar or tube %i wide the middle line stays, %i or so shorter at each end", (width, shorter) => {
  const length = 3 * width + 11;
  for (const shape of [
    [width + 3, length],
    [width + 2, width + 3, length],
  ]) {
    const across = shape.length - 1;
    for (const turned of [false, true]) {
      const sizes = turned ? [...shape].reverse() : shape;
      const along = turned ? 0 : across;
      const mask = Uint8Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, (_, i) =>
        Number(placeOf(i, sizes).every((c, axis) => axis === along || (c >= 1 && c <= width))),
      );
      const line = skeleton(mask, sizes);
      const pixels = line.reduce((a, b) => a + b, 0);
      expect(pixels).toBeLessThanOrEqual(length);
      expect(pixels).toBeGreaterThanOrEqual(length - 2 * shorter);
      line.forEach((value, i) => {
        if (!value) return;
        const off = placeOf(i, sizes).map((c, axis) => (axis === along ? 0 : Math.abs(c - (width + 1) / 2)));
        expect(Math.max(...off)).toBeLessThanOrEqual(0.5);
      });
    }
  }
});

function placeOf(i: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let rest = i;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    place.unshift(rest % shape[axis]);
    rest = Math.floor(rest / shape[axis]);
  }
  return place;
}

/** The mask with its axes in another order and some of them the other way round. */
function turned(mask: Uint8Array, shape: readonly number[], order: readonly number[], flips: number) {
  const sizes = order.map((axis) => shape[axis]);
  const values = Uint8Array.from(mask, (_, i) => {
    const at = placeOf(i, sizes);
    const from = shape.map((size, axis) => {
      const c = at[order.indexOf(axis)];
      return (flips >> axis) & 1 ? size - 1 - c : c;
    });
    return mask[from.reduce((sum, c, axis) => sum * shape[axis] + c, 0)];
  });
  return { values, sizes };
}

test.each([
  {
    shape: [24, 30],
    orders: [
      [0, 1],
      [1, 0],
    ],
  },
  {
    shape: [10, 11, 12],
    orders: [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ],
  },
])(
  "turned and mirrored, a skeleton of $shape has as many parts and its length within 15 %",
  ({ shape, orders }) => {
    const [cy, cx] = shape.slice(-2).map((size) => (size - 1) / 2);
    // A ring with two arms.
    const mask = Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => {
      const [y, x] = placeOf(i, shape).slice(-2);
      const z = shape.length === 3 ? Math.abs(placeOf(i, shape)[0] - 4) : 0;
      const r = Math.hypot((y - cy) / cy, (x - cx) / cx);
      return Number(z < 2 && ((r > 0.45 && r < 0.85) || (Math.abs(y - cy - 1) < 1.5 && x > cx)));
    });
    const lengths = orders.flatMap((order) =>
      Array.from({ length: 2 ** shape.length }, (_, flips) => {
        const { values, sizes } = turned(mask, shape, order, flips);
        const line = skeleton(values, sizes);
        expect([full(line, sizes), holes(line, sizes)]).toEqual([full(mask, shape), holes(mask, shape)]);
        return line.reduce((a, b) => a + b, 0);
      }),
    );
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1.15 * Math.min(...lengths));
  },
);

test("half of a tube of even width, and of a diagonal of two pixels, is half found", () => {
  const tube = (length: number) =>
    Uint8Array.from({ length: 8 * 8 * 40 }, (_, i) => {
      const [z, y, x] = placeOf(i, [8, 8, 40]);
      return Number(z >= 2 && z < 6 && y >= 2 && y < 6 && x >= 3 && x < 3 + length);
    });
  expect(centrelineDice(tube(17), tube(34), [8, 8, 40])!.value).toBeCloseTo(2 / 3, 12);
  expect(centrelineDice(tube(17), tube(34), [8, 8, 40], { thinning: "lee" })).toBeUndefined();
  const diagonal = (rows: number) =>
    Uint8Array.from({ length: 48 * 48 }, (_, i) => {
      const [y, x] = placeOf(i, [48, 48]);
      return Number(y < rows && (x === y || x === y + 1));
    });
  const value = centrelineDice(diagonal(22), diagonal(48), [48, 48])!.value;
  expect(value).toBeGreaterThan(0.618);
  expect(value).toBeLessThan(0.633);
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
