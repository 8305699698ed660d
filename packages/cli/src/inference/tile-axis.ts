/** The tiles along one axis of an image. */
export interface TileAxis {
  /** First pixel of each tile, ascending; the last tile ends where the image ends. Below 0 where the image is smaller than a tile. */
  readonly starts: readonly number[];
  /** Share that a tile has in the mean of itself and the tiles before it, for each of its pixels: 1 where it is the first. */
  readonly shares: readonly Float64Array[];
}

/** Standard deviation of the weights as a share of the tile, as nnU-Net and MONAI have it. */
const SIGMA = 1 / 8;

/**
 * Tiles of `size` pixels at most `step` apart, spread evenly. A tile weighs most in its middle, where a network sees as much on all
 * sides: exp(-d^2 / (2 sigma^2)), d the distance from the middle, sigma an eighth of the tile. An image smaller than a tile stands in
 * its middle.
 *
 * F. Isensee and others, "nnU-Net", Nature Methods 18, 2021, https://doi.org/10.1038/s41592-020-01008-z
 */
export function tileAxis(length: number, size: number, step: number): TileAxis {
  const room = length - size;
  if (room <= 0) return { starts: [-Math.floor(-room / 2)], shares: [new Float64Array(size).fill(1)] };
  const gaps = Math.ceil(room / step);
  const starts = Array.from({ length: gaps + 1 }, (_, k) => place(k, gaps, room));
  return { starts, shares: sharesOf(starts, length, size) };
}

/**
 * Mirrored about the middle, so that a mirrored image has mirrored tiles wherever whole pixels allow it. Halves go inward: outward two
 * tiles could come to lie farther apart than a step.
 */
function place(k: number, gaps: number, room: number): number {
  return 2 * k <= gaps ? Math.round((k * room) / gaps) : room - Math.round(((gaps - k) * room) / gaps);
}

function sharesOf(starts: readonly number[], length: number, size: number): Float64Array[] {
  const middle = (size - 1) / 2;
  const weights = Float64Array.from({ length: size }, (_, i) =>
    Math.exp(-((i - middle) ** 2) / (2 * (SIGMA * size) ** 2)),
  );
  const sums = new Float64Array(length);
  return starts.map((start) =>
    weights.map((weight, i) => {
      sums[start + i] += weight;
      return weight / sums[start + i];
    }),
  );
}
