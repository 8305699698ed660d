import type { RegionSize } from "../../src/engines/reference/operand.ts";
import { softSkeletonSlope } from "../../src/engines/reference/soft-skeleton.ts";
import { seededRandom } from "../conformance/random.ts";
import type { Column } from "./column.ts";

/** Minima and maxima carry errors on, each of the n + 1 levels adds a difference of two. */
export function skeletonError(image: Column, iterations: number, size: RegionSize): Float64Array {
  const most = image.errors.reduce((a, b) => Math.max(a, b), 0);
  return new Float64Array(size.pixels).fill(2 * (iterations + 2) * (most + 1.2e-7));
}

/** What random errors of the image and the adjoint do: which neighbour wins may change. */
export function slopeError(
  adjoint: Column,
  image: Column,
  iterations: number,
  size: RegionSize,
): Float64Array {
  const random = seededRandom(5);
  const inImage = size.space.reduce((a, b) => a * b, 1);
  const out = new Float64Array(size.pixels);
  for (let first = 0; first < size.pixels; first += inImage) {
    const part = ({ values, errors }: Column) => ({
      values: values.subarray(first, first + inImage),
      errors: errors.subarray(first, first + inImage),
    });
    const [a, x] = [part(adjoint), part(image)];
    // Where p rounds to 1, neighbours are equal.
    const single = softSkeletonSlope(
      a.values,
      Float64Array.from(x.values, Math.fround),
      iterations,
      size.space,
    );
    const slope = (by: number) => {
      const moved = ({ values, errors }: Column) =>
        values.map((v, i) => v + by * (2 * random() - 1) * errors[i]);
      return softSkeletonSlope(moved(a), moved(x), iterations, size.space);
    };
    const here = slope(0);
    const size1 = a.values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
    for (let i = 0; i < inImage; i++) out[first + i] = 1e-6 * size1;
    for (let i = 0; i < inImage; i++) out[first + i] += 2 * Math.abs(single[i] - here[i]);
    for (let draw = 0; draw < 10; draw++)
      slope(2).forEach((v, i) => {
        out[first + i] = Math.max(out[first + i], 3 * Math.abs(v - here[i]));
      });
  }
  return out;
}
