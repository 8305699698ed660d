import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { align } from "../../src/geometry/align.ts";
import {
  type Geometry,
  geometryFrom,
  isUsable,
  mirrored,
  type Triple,
  toIndex,
  toWorld,
} from "../../src/geometry/geometry.ts";
import { matchRasters } from "../../src/geometry/match.ts";
import { type Reordering, reorder } from "../../src/geometry/reorder.ts";
import type { Raster } from "../../src/raster.ts";

const names = { moving: "pred.nii", fixed: "truth.nii" };
const size = fc.tuple(
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 1, max: 5 }),
);
const orders: fc.Arbitrary<Reordering> = fc.record({
  axes: fc.constantFrom<Triple[]>([0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]),
  flipped: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
});

/** Turned by less than 40 degrees about each axis, so that the nearest order is no matter of taste; voxels up to 1 : 10. */
const geometries: fc.Arbitrary<Geometry> = fc
  .record({
    angles: fc.tuple(angle(), angle(), angle()),
    spacing: fc.tuple(length(), length(), length()),
    origin: fc.tuple(place(), place(), place()),
  })
  .map(({ angles, spacing, origin }) => {
    const steps = [0, 1, 2].map((axis) => {
      const unit = [0, 0, 0];
      unit[axis] = spacing[axis];
      return turned(unit as unknown as Triple, angles);
    });
    return geometryFrom(steps, origin);
  });

function angle() {
  return fc.double({ min: -0.3, max: 0.3, noNaN: true });
}
function length() {
  return fc.double({ min: 0.5, max: 5, noNaN: true });
}
function place() {
  return fc.double({ min: -300, max: 300, noNaN: true });
}

function turned([x, y, z]: Triple, [a, b, c]: readonly [number, number, number]): Triple {
  const [x1, y1] = [x * Math.cos(a) - y * Math.sin(a), x * Math.sin(a) + y * Math.cos(a)];
  const [y2, z1] = [y1 * Math.cos(b) - z * Math.sin(b), y1 * Math.sin(b) + z * Math.cos(b)];
  return [x1 * Math.cos(c) - z1 * Math.sin(c), y2, x1 * Math.sin(c) + z1 * Math.cos(c)];
}

/** The geometry of the reordered samples, by asking where its corner and its neighbours come from. */
function reorderedGeometry(geometry: Geometry, from: Triple, { axes, flipped }: Reordering): Geometry {
  const source = (index: readonly number[]): Triple => {
    const result = [0, 0, 0];
    axes.forEach((axis, k) => {
      result[axis] = flipped[k] ? from[axis] - 1 - index[k] : index[k];
    });
    return result as unknown as Triple;
  };
  const origin = toWorld(geometry, source([0, 0, 0]));
  const steps = [0, 1, 2].map((k) => {
    const index = [0, 0, 0];
    index[k] = 1;
    return toWorld(geometry, source(index)).map((value, r) => value - origin[r]) as unknown as Triple;
  });
  return geometryFrom(steps, origin);
}

function numbered([width, height, depth]: Triple, geometry: Geometry): Raster {
  const data = Int32Array.from({ length: width * height * depth }, (_, i) => i);
  return { data, width, height, depth, channels: 1, bitDepth: 32, geometry };
}

describe("a grid in another order", () => {
  test("is found and undone sample for sample, whatever the axes, flips, rotation and voxels", () => {
    fc.assert(
      fc.property(geometries, size, orders, (geometry, from, order) => {
        const original = numbered(from, geometry);
        const moved = { ...reorder(original, order), geometry: reorderedGeometry(geometry, from, order) };
        const { raster } = matchRasters(moved, original, names, "world");
        expect(raster.data).toEqual(original.data);
      }),
    );
  });

  test("keeps channels, alpha, layers and spacing together", () => {
    fc.assert(
      fc.property(size, orders, ([w, h, d], order) => {
        const pixels = w * h * d;
        const raster: Raster = {
          data: Int32Array.from({ length: 2 * pixels }, (_, i) => i),
          ...{ width: w, height: h, depth: d, channels: 2, bitDepth: 32, spacing: [3, 2, 1] },
          alpha: Uint8Array.from({ length: pixels }, (_, i) => i),
          layers: [{ name: "one", label: 1, mask: Uint8Array.from({ length: pixels }, (_, i) => i) }],
        };
        const moved = reorder(raster, order);
        for (let i = 0; i < pixels; i++) {
          expect(moved.data[2 * i]).toBe(2 * moved.alpha![i]);
          expect(moved.layers![0].mask[i]).toBe(moved.alpha![i]);
        }
        expect(order.axes.map((axis) => [1, 2, 3][axis])).toEqual(moved.spacing!.toReversed());
      }),
    );
  });
});

describe("a mask whose file leaves out what is empty", () => {
  /** A part of a mask: samples from..to along each axis. */
  const cropped = (raster: Raster, from: Triple, to: Triple): Raster => {
    const [width, height, depth] = from.map((first, axis) => to[axis] - first + 1);
    const data = Int32Array.from({ length: width * height * depth }, (_, i) => {
      const [x, y, z] = [i % width, Math.floor(i / width) % height, Math.floor(i / (width * height))];
      return raster.data[((z + from[2]) * raster.height + y + from[1]) * raster.width + x + from[0]];
    });
    const origin = toWorld(raster.geometry!, from);
    const affine = raster.geometry!.affine.map((value, k) => (k % 4 === 3 ? origin[(k - 3) / 4] : value));
    const mask = Uint8Array.from(data, (value) => Number(value > 0));
    const layers = [{ name: "all", label: 1, mask }];
    return { ...raster, data, width, height, depth, geometry: { affine }, cropped: true, layers };
  };
  /** Numbers within a box, background around it. */
  const boxed = (whole: Raster, from: Triple, to: Triple): Raster => ({
    ...whole,
    data: whole.data.map((_, i) => {
      const place = [
        i % whole.width,
        Math.floor(i / whole.width) % whole.height,
        Math.floor(i / (whole.width * whole.height)),
      ];
      return place.every((at, axis) => at >= from[axis] && at <= to[axis]) ? i + 1 : 0;
    }) as Int32Array,
  });

  test("is the whole mask again, on either side, in any order of axes", () => {
    const corner = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9));
    fc.assert(
      fc.property(geometries, size, orders, corner, corner, (geometry, from, order, one, other) => {
        const [a, b] = [one, other].map((place) => place.map((at, axis) => at % from[axis]));
        const first = a.map((at, axis) => Math.min(at, b[axis])) as unknown as Triple;
        const last = a.map((at, axis) => Math.max(at, b[axis])) as unknown as Triple;
        const whole = boxed(numbered(from, geometry), first, last);
        const moved = { ...reorder(whole, order), geometry: reorderedGeometry(geometry, from, order) };
        const part = cropped(whole, first, last);
        const truth = matchRasters(moved, part, names, "world");
        expect([...truth.raster.data]).toEqual([...truth.fixed.data]);
        const { raster, fixed } = matchRasters(part, moved, names, "world");
        expect(fixed).toBe(moved);
        expect([...raster.data]).toEqual([...moved.data]);
        expect([...raster.layers![0].mask]).toEqual(Array.from(moved.data, (value) => Number(value > 0)));
      }),
    );
  });

  test("says so, and is refused where it lies between the other's samples, or far away", () => {
    const whole = boxed(
      numbered([5, 4, 3], { affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }),
      [1, 1, 1],
      [3, 2, 1],
    );
    const part = cropped(whole, [1, 1, 1], [3, 2, 1]);
    const added = "leaves out what is empty around it: background was added as far as";
    expect(matchRasters(part, whole, names, "world").notes).toEqual([
      `pred.nii: it ${added} truth.nii reaches`,
    ]);
    expect(matchRasters(whole, part, names, "world").notes).toEqual([`truth.nii ${added} pred.nii reaches`]);
    for (const by of [0.5, 1e6]) {
      const affine = [1, 0, 0, by, 0, 1, 0, 0, 0, 0, 1, 0];
      expect(() => matchRasters({ ...part, geometry: { affine } }, whole, names, "world")).toThrow(
        /it is 3x2, expected 5x4x3/,
      );
    }
  });
});

describe("what is no reordering", () => {
  const plain: Geometry = { affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] };
  const truth = numbered([5, 4, 3], plain);
  const at = (affine: readonly number[]): Raster => ({ ...truth, geometry: { affine } });

  test("is measured in voxels and millimetres at the farthest corner", () => {
    const zoomed = align(
      { geometry: { affine: [1.5, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }, size: [5, 4, 3] },
      { geometry: { affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0] }, size: [5, 4, 3] },
    );
    expect(zoomed?.displacement.voxels).toBeCloseTo(Math.hypot(2, 1));
    expect(zoomed?.displacement.mm).toBeCloseTo(Math.hypot(2, 2));
  });

  test("is silent up to a thousandth of a voxel, noted up to a tenth, then refused", () => {
    const shifted = (by: number) =>
      matchRasters(at([1, 0, 0, by, 0, 1, 0, 0, 0, 0, 1, 0]), truth, names, "world");
    expect(shifted(0.0009).notes).toEqual([]);
    expect(shifted(0.05).notes).toEqual([
      "pred.nii: it lies 0.05 voxels (0.05 mm) away from truth.nii, which is taken for rounding",
    ]);
    expect(() => shifted(0.11)).toThrow(
      /pred\.nii: it lies 0\.11 voxels \(0\.11 mm\) away from truth\.nii.*resample.*--geometry ignore/,
    );
    expect(matchRasters(at([1, 0, 0, 9, 0, 1, 0, 0, 0, 0, 1, 0]), truth, names, "index").notes).toEqual([]);
  });

  test("other sizes are refused without advice to resize", () => {
    const other = numbered([4, 5, 3], { affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] });
    expect(() => matchRasters(other, truth, names, "world")).toThrow(
      /in the orientation of truth\.nii it is 4x5x3, expected 5x4x3; resample/,
    );
    const { geometry: _, ...bare } = other;
    expect(() => matchRasters(bare, truth, names, "world")).toThrow(/axes are in another order.*--axes/);
    expect(() => matchRasters({ ...bare, width: 6 }, truth, names, "world")).toThrow(
      /expected the same size/,
    );
  });

  test("a matrix that puts samples on top of each other is no place", () => {
    expect(isUsable({ affine: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0] })).toBe(false);
    expect(isUsable({ affine: [1, 0, 0, Number.NaN, 0, 1, 0, 0, 0, 0, 1, 0] })).toBe(false);
    expect(isUsable(plain)).toBe(true);
  });
});

test("indices and places are inverse; mirrored twice is the same", () => {
  fc.assert(
    fc.property(geometries, size, (geometry, index) => {
      const back = toIndex(geometry, toWorld(geometry, index));
      index.forEach((value, k) => {
        expect(back[k]).toBeCloseTo(value, 6);
      });
      expect(mirrored(mirrored(geometry)).affine.map((v) => v + 0)).toEqual(
        geometry.affine.map((v) => v + 0),
      );
    }),
  );
});
