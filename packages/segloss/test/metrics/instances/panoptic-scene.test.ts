import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  classAndObjectSegments,
  cocoSegments,
  numberedSegments,
  panopticScene,
  segmentOverlaps,
} from "../../../src/metrics/index.ts";

const things = [26];
const stuff = [7, 8];
const labels = fc.array(fc.constantFrom(0, 7, 8, 26, 26000, 26001, 26002), { minLength: 24, maxLength: 24 });
const maps = fc.record({ predicted: labels, truth: labels });
const segments = (ids: readonly number[], of: readonly number[] = things) =>
  numberedSegments(Int32Array.from(ids), { things: of });
const qualityOf = (predicted: readonly number[], truth: readonly number[]) =>
  panopticScene({ things, stuff }).add(segments(predicted, []), segments(truth)).scores();

test("a class that is wrong matches nothing, however good the outline", () => {
  const { all, classes } = qualityOf([7, 7, 26000, 26000], [7, 7, 8, 8]);
  expect(classes.map((one) => [one.class, one.quality])).toEqual([
    [26, 0],
    [7, 1],
    [8, 0],
  ]);
  expect(all).toMatchObject({ quality: 1 / 3, classes: 3 });
});

test("a map against itself is perfect, whatever is void or a crowd", () => {
  fc.assert(
    fc.property(labels, (ids) => {
      const { all } = panopticScene({ things, stuff }).add(segments(ids, []), segments(ids, [])).scores();
      if (all) expect([all.quality, all.segmentation, all.recognition]).toEqual([1, 1, 1]);
    }),
  );
});

test("void takes pixels from the prediction only, and crowds are neither found nor missed", () => {
  // Of the predicted object 2 of 3 pixels are void: matched with its last pixel.
  expect(qualityOf([26000, 26000, 26000, 0], [0, 0, 26000, 0]).all?.quality).toBe(1);
  // In a crowd for more than half: no false alarm; for half: one.
  expect(qualityOf([26000, 26000, 26000, 7], [26, 26, 7, 7]).classes.map((one) => one.class)).toEqual([7]);
  expect(qualityOf([26000, 26000, 7, 7], [26, 7, 7, 7]).things).toMatchObject({ quality: 0, classes: 1 });
  // A crowd of another class excuses nothing.
  expect(qualityOf([8, 8, 8, 8], [26, 26, 26, 26]).stuff?.quality).toBe(0);
});

test("images in any order, and shards through JSON, give the same to the last bit", () => {
  fc.assert(
    fc.property(fc.array(maps, { minLength: 2, maxLength: 5 }), (images) => {
      const scene = () => panopticScene({ things, stuff });
      const add = (into: ReturnType<typeof scene>, { predicted, truth }: (typeof images)[number]) =>
        into.add(segments(predicted, []), segments(truth));
      const together = images.reduce(add, scene()).scores();
      const shards = images.map((image) => JSON.parse(JSON.stringify(add(scene(), image))));
      const merged = shards.reverse().reduce((all, shard) => all.merge(shard), scene());
      expect(merged.scores()).toEqual(together);
    }),
    { numRuns: 30 },
  );
});

describe("maps of segments", () => {
  test("COCO's colours are R + 256 G + 65536 B", () => {
    const pixels = Uint8Array.of(1, 2, 3, 0, 0, 0);
    const map = cocoSegments(pixels, [{ id: 197121, category_id: 5, iscrowd: 1 }], 2);
    expect([...map.segments]).toEqual([197121, 0]);
    expect([map.classes.get(197121), map.crowds?.has(197121)]).toEqual([5, true]);
    expect(() => cocoSegments(pixels, [], 2)).toThrow(
      /segment 197121 of the picture must be in segments_info/,
    );
    expect(() => cocoSegments(Uint8Array.of(0), [{ id: 4, category_id: 1 }])).toThrow(
      /segment 4 of segments_info must be in the picture/,
    );
    expect(() => cocoSegments(pixels, [], 3)).toThrow(/must hold 3 ids or 9 bytes, got 6/);
  });

  test("classes and object numbers: stuff is one segment whatever its numbers", () => {
    const [classes, objects] = [Uint8Array.of(7, 7, 26, 26), Uint8Array.of(0, 5, 0, 5)];
    const { segments: found, classes: of } = classAndObjectSegments(classes, objects, { things });
    expect([...found]).toEqual([1, 1, 2, 3]);
    expect([...of.values()]).toEqual([7, 26, 26]);
  });

  test("overlaps have each class on its own", () => {
    const overlaps = segmentOverlaps(segments([26000, 26000, 7], []), segments([26000, 7, 7]));
    expect(overlaps.get(26)?.pairs).toEqual([{ predicted: 0, truth: 0, shared: 1, iou: 1 / 2 }]);
    expect(overlaps.get(7)?.truth.sizes).toEqual([2]);
  });
});

test("refuses what does not fit, and then adds nothing", () => {
  const scene = panopticScene({ things, stuff: [7] });
  expect(() => scene.add(segments([8]), segments([7]))).toThrow(
    /class 8 of the prediction is neither in things nor in stuff; name it there, or in ignore/,
  );
  expect(() => scene.add(segments([7, 7]), segments([7]))).toThrow(/same pixels/);
  expect(scene.scores().all).toBeUndefined();
  expect(() => panopticScene({ things: [1], stuff: [1] })).toThrow(/class 1 is in things and in stuff/);
  expect(() => panopticScene({ things, stuffRule: "x" as "shared" })).toThrow(/stuffRule must be/);
  expect(() => scene.merge(panopticScene({ things: [5] }))).toThrow(
    /same classes can be merged, got class 5/,
  );
  expect(() => numberedSegments(Int32Array.of(1), { divisor: 1 })).toThrow(/divisor must be/);
  expect(() => segmentOverlaps(segments([7]), segments([7]), { unlabelled: "x" as "missed" })).toThrow(
    /unlabelled/,
  );
});
