import { expect, it } from "vitest";
import { wholeBatches } from "../../../src/compare/trial/whole-batches.ts";
import type { Predict } from "../../../src/inference/predict-bands.ts";

it("gives the network whole batches alone, and back what was asked for", async () => {
  const shapes: (readonly number[])[] = [];
  const predict: Predict = async (images, shape) => {
    shapes.push(shape);
    return images.map((value) => -value);
  };
  const whole = wholeBatches(predict, 4);
  expect([...(await whole(new Float32Array([1, 2, 3]), [3, 1, 1]))]).toEqual([-1, -2, -3]);
  expect([...(await whole(new Float32Array([1, 2, 3, 4]), [4, 1, 1]))]).toEqual([-1, -2, -3, -4]);
  expect(shapes).toEqual([
    [4, 1, 1],
    [4, 1, 1],
  ]);
});
