import fc from "fast-check";
import { type ConfusionMatrix, confusionMatrix } from "../../src/metrics/index.ts";

export interface LabelMaps {
  readonly classes: number;
  readonly predicted: Uint8Array;
  readonly truth: Uint8Array;
}

/** Pairs of label maps of up to four classes, often with classes that one or both lack. */
export const labelMaps: fc.Arbitrary<LabelMaps> = fc
  .record({ classes: fc.integer({ min: 1, max: 4 }), pixels: fc.integer({ min: 1, max: 30 }) })
  .chain(({ classes, pixels }) => {
    const side = fc
      .integer({ min: 1, max: classes })
      .chain((used) => fc.uint8Array({ max: used - 1, minLength: pixels, maxLength: pixels }));
    return fc.record({ classes: fc.constant(classes), predicted: side, truth: side });
  });

export function matrixOf({ predicted, truth, classes }: LabelMaps): ConfusionMatrix {
  return confusionMatrix(predicted, truth, { classes });
}

/** The same maps with the pixels in another order. */
export function reordered(maps: LabelMaps, order: readonly number[]): LabelMaps {
  return {
    ...maps,
    predicted: maps.predicted.map((_, i, all) => all[order[i]]),
    truth: maps.truth.map((_, i, all) => all[order[i]]),
  };
}

/** All orders of the numbers 0 to n - 1. */
export function orders(n: number): fc.Arbitrary<number[]> {
  const numbers = Array.from({ length: n }, (_, i) => i);
  return fc.shuffledSubarray(numbers, { minLength: n, maxLength: n });
}
