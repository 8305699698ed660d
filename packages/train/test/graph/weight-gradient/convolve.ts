import { sizeOf } from "@segloss/train";

/** A convolution, its input and what its output is seeded with. */
export interface Sizes {
  /** Images, height and width of the input. */
  readonly n: number;
  readonly h: number;
  readonly w: number;
  /** Channels of input and output. */
  readonly c: number;
  readonly k: number;
  readonly taps: number;
  readonly stride: number;
}

export const shapesOf = ({ n, h, w, c, k, taps, stride }: Sizes) => ({
  x: [n, c, h, w],
  gradient: [n, k, Math.ceil(h / stride), Math.ceil(w / stride)],
  weight: [k, c, taps, taps],
});

/** One output map of one image, in float64 and by the definition. */
function outputMap(
  sizes: Sizes,
  x: Float32Array,
  weight: Float64Array,
  image: number,
  out: number,
): Float64Array {
  const { h, w, c, taps, stride } = sizes;
  const [, , rows, columns] = shapesOf(sizes).gradient;
  const padding = (taps - 1) / 2;
  const map = new Float64Array(rows * columns);
  for (let tap = 0; tap < c * taps * taps; tap++) {
    const channel = Math.floor(tap / taps ** 2);
    const [i, j] = [Math.floor(tap / taps) % taps, tap % taps];
    const factor = weight[out * c * taps * taps + tap];
    for (let y = 0; y < rows; y++) {
      const sy = y * stride + i - padding;
      if (sy < 0 || sy >= h) continue;
      const source = ((image * c + channel) * h + sy) * w;
      for (let column = 0; column < columns; column++) {
        const sx = column * stride + j - padding;
        if (sx >= 0 && sx < w) map[y * columns + column] += factor * x[source + sx];
      }
    }
  }
  return map;
}

/** The sum of `gradient` times the convolution of x with `weight`. */
function objective(sizes: Sizes, x: Float32Array, gradient: Float32Array, weight: Float64Array): number {
  const { n, k } = sizes;
  const pixels = sizeOf(shapesOf(sizes).gradient) / n / k;
  let sum = 0;
  for (let at = 0; at < n * k; at++)
    outputMap(sizes, x, weight, Math.floor(at / k), at % k).forEach((value, pixel) => {
      sum += value * gradient[at * pixels + pixel];
    });
  return sum;
}

/** Derivatives of the objective with respect to the weights at the given places; it is linear in them, so the step may be 1. */
export function centralDifferences(
  sizes: Sizes,
  x: Float32Array,
  gradient: Float32Array,
  weight: Float64Array,
  places: readonly number[],
): number[] {
  return places.map((at) => {
    const moved = (by: number) => objective(sizes, x, gradient, weight.with(at, weight[at] + by));
    return (moved(1) - moved(-1)) / 2;
  });
}
