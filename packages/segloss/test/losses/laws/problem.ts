import fc from "fast-check";
import { evaluate, type FloatArray, type IndexArray, type LinkName, type Loss, reference } from "segloss";
import { expect } from "vitest";

/** A random call of a loss: channels last, one or two spatial axes. */
export interface Problem {
  readonly shape: readonly number[];
  readonly link: LinkName;
  readonly logits: Float64Array;
  readonly targets: IndexArray | FloatArray;
  readonly weights?: FloatArray;
  readonly mask?: Uint8Array;
  readonly ignore?: number;
}

export interface Solution {
  readonly value: number;
  readonly gradient: Float64Array;
}

export function solve(loss: Loss | string, problem: Problem): Solution {
  const { value, gradient } = evaluate(loss, { engine: reference(), ...problem });
  return { value, gradient: gradient as Float64Array };
}

export function channelsOf({ shape }: Problem): number {
  return shape[shape.length - 1];
}

export function pixelsOf(problem: Problem): number {
  return problem.logits.length / channelsOf(problem);
}

/** Logits in 128ths: distinct enough for a sort, equal often enough for ties. */
export const logit: fc.Arbitrary<number> = fc.integer({ min: -640, max: 640 }).map((k) => k / 128);

export interface ProblemParts {
  readonly channels: readonly number[];
  readonly link?: LinkName;
  readonly maxBatch?: number;
  readonly maxPixels?: number;
}

/** Problems with index targets; one channel has the sigmoid link, several softmax unless stated. */
export function problems(parts: ProblemParts): fc.Arbitrary<Problem> {
  const { maxBatch = 3, maxPixels = 8 } = parts;
  return fc
    .record({
      channels: fc.constantFrom(...parts.channels),
      batch: fc.integer({ min: 1, max: maxBatch }),
      pixels: fc.integer({ min: 1, max: maxPixels }),
    })
    .chain(({ channels, batch, pixels }) => {
      const exactly = (n: number) => ({ minLength: n, maxLength: n });
      const size = batch * pixels;
      const link = parts.link ?? (channels === 1 ? "sigmoid" : "softmax");
      const input = link === "none" ? fc.integer({ min: 1, max: 127 }).map((k) => k / 128) : logit;
      return fc.record({
        shape: fc.constant([batch, pixels, channels]),
        link: fc.constant(link),
        logits: fc.array(input, exactly(size * channels)).map((values) => Float64Array.from(values)),
        targets: fc
          .array(fc.integer({ min: 0, max: Math.max(1, channels - 1) }), exactly(size))
          .map((values) => Uint8Array.from(values)),
      });
    });
}

/** Equal up to rounding: relative to the larger, absolute near 0. */
export function close(found: number, expected: number, within = 1e-12): void {
  const room = within * Math.max(1e-2, Math.abs(found), Math.abs(expected));
  expect(Math.abs(found - expected), `${found}, expected ${expected}`).toBeLessThanOrEqual(room);
}

export function allClose(found: ArrayLike<number>, expected: ArrayLike<number>, within = 1e-12): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) close(found[i], expected[i], within);
}

export function sameSolution(found: Solution, expected: Solution, within = 1e-12): void {
  close(found.value, expected.value, within);
  allClose(found.gradient, expected.gradient, within);
}

/** The soft targets that say the same as class indices. */
export function oneHot(problem: Problem): Float64Array {
  const channels = channelsOf(problem);
  const { targets } = problem;
  if (channels === 1) return Float64Array.from(targets as Uint8Array);
  return Float64Array.from(problem.logits, (_, k) =>
    targets[Math.floor(k / channels)] === k % channels ? 1 : 0,
  );
}

/** The problem with its pixels in another order; all images keep theirs, `order` is that of one image. */
export function reorderPixels(problem: Problem, order: readonly number[]): Problem {
  const pixels = problem.shape[1];
  const all = Array.from({ length: problem.shape[0] }, (_, n) => order.map((i) => n * pixels + i)).flat();
  return pick(problem, all, problem.shape);
}

/** The problem of the listed pixels of the batch, in their order. */
export function pick(problem: Problem, pixels: readonly number[], shape: readonly number[]): Problem {
  const channels = channelsOf(problem);
  const { targets, weights, mask } = problem;
  const soft = targets instanceof Float64Array;
  return {
    ...problem,
    shape,
    logits: pickRows(problem.logits, pixels, channels),
    targets: soft ? pickRows(targets, pixels, channels) : Uint8Array.from(pixels, (i) => targets[i]),
    ...(weights && { weights: Float64Array.from(pixels, (i) => weights[i]) }),
    ...(mask && { mask: Uint8Array.from(pixels, (i) => mask[i]) }),
  };
}

/** Rows of `width` numbers in the listed order. */
export function pickRows(values: ArrayLike<number>, rows: readonly number[], width: number): Float64Array {
  return Float64Array.from(
    rows.flatMap((row) => Array.from({ length: width }, (_, c) => values[row * width + c])),
  );
}
