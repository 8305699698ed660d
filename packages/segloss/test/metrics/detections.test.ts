import { describe, expect, test } from "vitest";
import { cocoEvaluation, maskDetections } from "../../src/metrics/index.ts";

const square = (x: number, y: number, side = 10) => {
  const mask = new Uint8Array(100 * 100);
  for (let row = y; row < y + side; row++) mask.fill(1, row * 100 + x, row * 100 + x + side);
  return mask;
};

describe("COCO's rules", () => {
  test("two objects found exactly are AP 1, whatever their numbers (pycocotools, ids 0 and 1: 0.2525)", () => {
    const [a, b] = [square(0, 0), square(50, 50)];
    const image = maskDetections(
      [
        { mask: a, score: 0.9 },
        { mask: b, score: 0.8 },
      ],
      [{ mask: a }, { mask: b }],
    );
    expect(cocoEvaluation().add(image).scores().averagePrecision).toBeCloseTo(1, 12);
  });

  test("one of two found is 51 of 101 recalls", () => {
    const [a, b] = [square(0, 0), square(50, 50)];
    const { averagePrecision, averageRecall } = cocoEvaluation()
      .add(maskDetections([{ mask: a, score: 1 }], [{ mask: a }, { mask: b }]))
      .scores();
    expect(averagePrecision).toBeCloseTo(51 / 101, 12);
    expect(averageRecall).toEqual([0.5, 0.5, 0.5]);
  });

  test("what lies in a crowd is neither right nor wrong, and it may hold many", () => {
    const crowd = { mask: square(0, 0, 50), crowd: true };
    const found = [square(5, 5), square(20, 20)].map((mask, k) => ({ mask, score: 0.9 - k / 10 }));
    const alone = square(80, 80);
    const { averagePrecision } = cocoEvaluation()
      .add(maskDetections([...found, { mask: alone, score: 0.1 }], [crowd, { mask: alone }]))
      .scores();
    expect(averagePrecision).toBeCloseTo(1, 12);
    expect(
      cocoEvaluation()
        .add(maskDetections(found, [crowd]))
        .scores().averagePrecision,
    ).toBeUndefined();
  });

  test("32x32 is small and medium", () => {
    const mask = square(0, 0, 32);
    const { sizes } = cocoEvaluation()
      .add(maskDetections([{ mask, score: 1 }], [{ mask }]))
      .scores();
    expect(sizes.small.averagePrecision).toBeCloseTo(1, 12);
    expect(sizes.medium.averagePrecision).toBeCloseTo(1, 12);
    expect(sizes.large.averagePrecision).toBeUndefined();
  });

  test("the order of adding and merging leaves no trace where images have ids", () => {
    const [a, b] = [square(0, 0), square(3, 0)];
    const images = [0, 1, 2].map((id) =>
      maskDetections(
        [
          { mask: a, score: 0.5 },
          { mask: b, score: 0.5 },
        ],
        [{ mask: id === 1 ? b : a }],
        id,
      ),
    );
    const forward = images.reduce((all, image) => all.add(image), cocoEvaluation());
    const backward = images
      .toReversed()
      .reduce((all, image) => all.merge(cocoEvaluation().add(image)), cocoEvaluation());
    expect(backward.scores()).toEqual(forward.scores());
  });

  test("an image with as many detections as count is told of", () => {
    const mask = square(0, 0);
    const found = cocoEvaluation({ maxDetections: [1] }).add(
      maskDetections([{ mask, score: 1 }], [{ mask }]),
    );
    expect(found.scores().full).toBe(1);
  });

  test("refuses what does not fit", () => {
    const mask = square(0, 0);
    expect(() => cocoEvaluation().add(maskDetections([{ mask, score: Number.NaN }], []))).toThrow(
      /must have a score/,
    );
    expect(() => maskDetections([{ mask, score: 1 }], [{ mask: new Uint8Array(4) }])).toThrow(
      /same pixels, got 10000 and 4/,
    );
    expect(() => cocoEvaluation({ maxDetections: [10, 1] })).toThrow(/whole numbers that ascend/);
    expect(() => cocoEvaluation({ thresholds: [2] })).toThrow(/thresholds must be IoUs/);
    expect(() => cocoEvaluation({ areas: { small: [0, 1] } })).toThrow(/one named "all"/);
    expect(() => cocoEvaluation().merge(cocoEvaluation({ maxDetections: [1] }))).toThrow(
      /same options can be merged/,
    );
  });
});
