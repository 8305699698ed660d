import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe } from "vitest";

/** The same tests on each backend that runs in plain Node. */
export function describeBackends(name: string, tests: () => void): void {
  for (const backend of ["cpu", "wasm"]) {
    describe(`${name}, ${backend} backend`, () => {
      beforeAll(async () => {
        if (!(await tf.setBackend(backend))) throw new Error(`The ${backend} backend did not start.`);
      });
      tests();
    });
  }
}

/** Numbers in [0, 1), the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** Logits in [-3, 3), labels of all classes (0 and 1 for one channel), weights in [0, 2). */
export function randomCase(shape: [number, number, number, number], seed = 1) {
  const random = seeded(seed);
  const [n, h, w, channels] = shape;
  const pixels = n * h * w;
  return {
    logits: Float32Array.from({ length: pixels * channels }, () => 6 * random() - 3),
    labels: Int32Array.from({ length: pixels }, () => Math.floor(random() * Math.max(2, channels))),
    weights: Float32Array.from({ length: pixels }, () => 2 * random()),
  };
}

/** Largest difference, relative to the largest expected value. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const scale = Math.max(...Array.from(expected, Math.abs));
  const errors = Array.from(expected, (value, i) => Math.abs(actual[i] - value));
  return actual.length === expected.length ? Math.max(...errors) / scale : Number.NaN;
}
