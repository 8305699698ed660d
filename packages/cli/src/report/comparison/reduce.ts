/** Pixels along the longer side of a picture. */
const LONGEST = 160;

/** An image made smaller by a whole factor, so that some dozens of pictures fit in a page. */
export interface Reduced {
  readonly width: number;
  readonly height: number;
  /** Labels of every n-th pixel: classes have no mean. */
  labels(values: ArrayLike<number>): Int32Array;
  /** Means of n x n pixels of one channel, [height, width, channels] before. */
  means(values: ArrayLike<number>, channels: number, channel: number): Float32Array;
}

export function reduce(width: number, height: number): Reduced {
  const n = Math.ceil(Math.max(width, height) / LONGEST);
  const [columns, rows] = [Math.ceil(width / n), Math.ceil(height / n)];
  const middle = Math.floor(n / 2);
  const at = (row: number, column: number) =>
    Math.min(height - 1, row * n + middle) * width + Math.min(width - 1, column * n + middle);
  return {
    ...{ width: columns, height: rows },
    labels: (values) =>
      Int32Array.from({ length: columns * rows }, (_, i) => values[at(Math.floor(i / columns), i % columns)]),
    means(values, channels, channel) {
      const means = new Float32Array(columns * rows);
      for (let i = 0; i < means.length; i++) {
        const [top, left] = [Math.floor(i / columns) * n, (i % columns) * n];
        const [bottom, right] = [Math.min(height, top + n), Math.min(width, left + n)];
        let sum = 0;
        for (let y = top; y < bottom; y++)
          for (let x = left; x < right; x++) sum += values[(y * width + x) * channels + channel];
        means[i] = sum / ((bottom - top) * (right - left));
      }
      return means;
    },
  };
}
