import { SIZE } from "./picture.ts";

/**
 * Three box blurs along each axis, which are nearly a Gaussian of this deviation in pixels (W. Wells, 1986); beyond the
 * border the outermost pixel goes on. In place.
 *
 * @param values [SIZE, SIZE, channels]
 */
export function blur(values: Float32Array, sigma: number, channels = 1): void {
  const radius = Math.max(1, Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2));
  const scratch = new Float32Array(SIZE);
  const [pixel, row] = [channels, SIZE * channels];
  for (let pass = 0; pass < 3; pass++) {
    for (const [along, across] of [
      [pixel, row],
      [row, pixel],
    ]) {
      for (let line = 0; line < SIZE; line++)
        for (let c = 0; c < channels; c++) blurLine(values, line * across + c, along, radius, scratch);
    }
  }
}

function blurLine(
  values: Float32Array,
  start: number,
  step: number,
  radius: number,
  line: Float32Array,
): void {
  for (let i = 0; i < SIZE; i++) line[i] = values[start + i * step];
  const at = (i: number): number => line[Math.min(SIZE - 1, Math.max(0, i))];
  let sum = 0;
  for (let i = -radius; i <= radius; i++) sum += at(i);
  for (let i = 0; i < SIZE; i++) {
    values[start + i * step] = sum / (2 * radius + 1);
    sum += at(i + radius + 1) - at(i - radius);
  }
}
