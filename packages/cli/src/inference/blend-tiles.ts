/** Values of one output after the other, row after row: [outputs, height, width]. */
export interface Plane {
  readonly values: Float32Array;
  readonly outputs: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Moves a strip toward a tile [outputs, size, size] whose first column is `left`, by the tile's shares: each pixel is the mean so far, and equal
 * values stay equal to the last bit. Columns outside of the strip are left out.
 */
export function blendColumns(
  { values, outputs, height: size, width }: Plane,
  tile: Float32Array,
  left: number,
  shares: Float64Array,
): void {
  const [from, end] = [Math.max(0, -left), Math.min(size, width - left)];
  for (let line = 0; line < outputs * size; line++) {
    const to = line * width + left;
    for (let x = from; x < end; x++) {
      const value = tile[line * size + x];
      const share = shares[x];
      values[to + x] = share === 1 ? value : values[to + x] + share * (value - values[to + x]);
    }
  }
}

/** The same of rows: a strip, whose first row is `top`, into what is as wide as it is. Rows outside are left out. */
export function blendRows(whole: Plane, strip: Plane, top: number, shares: Float64Array): void {
  const { width, outputs } = strip;
  const [from, end] = [Math.max(0, -top), Math.min(strip.height, whole.height - top)];
  for (let k = 0; k < outputs; k++)
    for (let row = from; row < end; row++) {
      const at = (k * strip.height + row) * width;
      const to = (k * whole.height + top + row) * width;
      const share = shares[row];
      if (share === 1) whole.values.set(strip.values.subarray(at, at + width), to);
      else
        for (let x = 0; x < width; x++)
          whole.values[to + x] += share * (strip.values[at + x] - whole.values[to + x]);
    }
}
