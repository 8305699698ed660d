import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  classCounts,
  confusionMatrix,
  confusionMatrixFromJson,
  emptyConfusionMatrix,
} from "../../src/metrics/index.ts";
import { labelMaps, matrixOf, orders } from "./label-maps.ts";

const parts = fc.array(labelMaps, { minLength: 1, maxLength: 6 }).chain((maps) =>
  fc.record({
    matrices: fc.constant(maps.map((m) => matrixOf({ ...m, classes: 4 }))),
    order: orders(maps.length),
  }),
);

describe("confusionMatrix", () => {
  test("has true classes in rows and predicted classes in columns", () => {
    const { counts } = confusionMatrix(new Uint8Array([1, 1, 2, 0]), new Uint8Array([0, 1, 1, 0]), {
      classes: 3,
    });
    expect([...counts]).toEqual(
      [
        [1, 1, 0],
        [0, 1, 1],
        [0, 0, 0],
      ].flat(),
    );
  });

  test("counts the pixels that have both labels", () => {
    fc.assert(
      fc.property(labelMaps, (maps) => {
        const { counts, classes } = matrixOf(maps);
        for (let t = 0; t < classes; t++) {
          for (let p = 0; p < classes; p++) {
            const both = maps.truth.filter((label, i) => label === t && maps.predicted[i] === p);
            expect(counts[t * classes + p]).toBe(both.length);
          }
        }
      }),
    );
  });

  test("merged in any order, and however the pixels are split, it is the same", () => {
    fc.assert(
      fc.property(parts, ({ matrices, order }) => {
        const empty = () => emptyConfusionMatrix({ classes: 4 });
        const forward = matrices.reduce((sum, matrix) => sum.merge(matrix), empty());
        const shuffled = order.reduce((sum, k) => sum.merge(matrices[k]), empty());
        const nested = matrices.reduceRight((sum, matrix) => empty().merge(matrix).merge(sum), empty());
        expect(shuffled.counts).toEqual(forward.counts);
        expect(nested.counts).toEqual(forward.counts);
      }),
    );
    fc.assert(
      fc.property(labelMaps, fc.nat(), (maps, n) => {
        const { predicted, truth, classes } = maps;
        const cut = n % truth.length;
        const split = emptyConfusionMatrix({ classes })
          .add(predicted.subarray(cut), truth.subarray(cut))
          .add(predicted.subarray(0, cut), truth.subarray(0, cut));
        expect(split.counts).toEqual(matrixOf(maps).counts);
      }),
    );
  });

  test("ignored pixels are as if they had been cut out", () => {
    const masks = labelMaps.chain((maps) =>
      fc.record({
        maps: fc.constant(maps),
        mask: fc.uint8Array({ max: 1, minLength: maps.truth.length, maxLength: maps.truth.length }),
      }),
    );
    fc.assert(
      fc.property(masks, ({ maps: { predicted, truth, classes }, mask }) => {
        const kept = (labels: Uint8Array) => labels.filter((_, i) => mask[i] === 0);
        const cut = confusionMatrix(kept(predicted), kept(truth), { classes });
        const byMask = emptyConfusionMatrix({ classes }).add(predicted, truth, mask);
        const void255 = truth.map((label, i) => (mask[i] ? 255 : label));
        const byLabel = confusionMatrix(predicted, void255, { classes, ignore: 255 });
        expect(byMask.counts).toEqual(cut.counts);
        expect(byLabel.counts).toEqual(cut.counts);
      }),
    );
  });

  test("ignored labels may be classes, negative, or several; predictions there do not matter", () => {
    const truth = new Int32Array([0, -1, 1, 255, 0]);
    const predicted = new Int32Array([0, 99, 1, -7, 1]);
    const matrix = confusionMatrix(predicted, truth, { classes: 2, ignore: [255, -1, 1] });
    expect([...matrix.counts]).toEqual([1, 1, 0, 0]);
  });

  test("goes through JSON and back", () => {
    const matrix = confusionMatrix(new Uint8Array([0, 1]), new Uint8Array([1, 9]), {
      classes: 2,
      ignore: [9, 7],
    });
    const text = JSON.stringify(matrix);
    expect(text).toBe('{"classes":2,"ignore":[7,9],"counts":[0,0,1,0]}');
    const back = confusionMatrixFromJson(JSON.parse(text));
    expect(JSON.stringify(back.merge(matrix))).toBe('{"classes":2,"ignore":[7,9],"counts":[0,0,2,0]}');
  });

  test("counts of one class add up to all pixels", () => {
    fc.assert(
      fc.property(labelMaps, (maps) => {
        classCounts(matrixOf(maps)).forEach(({ tp, fp, fn, tn }, c) => {
          expect(tp + fn).toBe(maps.truth.filter((label) => label === c).length);
          expect(tp + fp).toBe(maps.predicted.filter((label) => label === c).length);
          expect(tp + fp + fn + tn).toBe(maps.truth.length);
        });
      }),
    );
  });

  test("labels out of range are named with their place, and nothing is counted", () => {
    const matrix = emptyConfusionMatrix({ classes: 3 });
    const good = new Int32Array([0, 1, 2, 2]);
    expect(() => matrix.add(good, new Int32Array([0, 1, 3, 4]))).toThrow(
      /label 3 of the truth at index 2 is not one of the 3 classes 0 to 2; raise classes, or name the label in ignore/,
    );
    expect(() => matrix.add(new Int32Array([0, -1, 2, 2]), good)).toThrow(
      /label -1 of the prediction at index 1 is not one of the 3 classes 0 to 2$/,
    );
    expect([...matrix.counts]).toEqual(Array(9).fill(0));
  });

  test("refuses what does not fit", () => {
    const one = new Uint8Array(1);
    const two = new Uint8Array(2);
    const matrix = emptyConfusionMatrix({ classes: 2 });
    expect(() => matrix.add(one, two)).toThrow(/same pixels, got 1 and 2 values/);
    expect(() => matrix.add(two, two, one)).toThrow(/ignored must hold one value per pixel, 2, got 1/);
    expect(() => emptyConfusionMatrix({ classes: 0 })).toThrow(
      /classes must be the number of classes.* got 0/,
    );
    expect(() => matrix.merge(emptyConfusionMatrix({ classes: 3 }))).toThrow(
      /same classes can be merged, got 2 and 3/,
    );
    expect(() => matrix.merge(emptyConfusionMatrix({ classes: 2, ignore: 255 }))).toThrow(
      /got \[\] and \[255\]/,
    );
    const json = { classes: 2, ignore: [], counts: [1, 2, 3] };
    expect(() => confusionMatrixFromJson(json)).toThrow(/counts must be 4 whole numbers/);
    expect(() => confusionMatrixFromJson({ ...json, counts: [1, 2, 3, 0.5] })).toThrow(
      /counts must be 4 whole/,
    );
  });
});
