import { gridAxes } from "../../fields/grid.ts";
import { IGNORED, type Overlay } from "./overlay.ts";

/** The surface of both masks of an overlay as points of a grid of `shape`. */
export interface SurfacePoints {
  readonly shape: readonly number[];
  /** Bits of the masks whose surface passes there, one value per point of the grid. */
  readonly marks: Uint8Array;
  /** Length or area of the surface at a point of a mask of these bits; absent where points just count. */
  readonly measure?: (point: number, bit: number) => number;
}

/**
 * Surface as edge pixels: those of a mask with a neighbour outside of it, across a face ("face", the mask
 * less its erosion) or across a corner too ("full"). What lies beyond the image is outside; an ignored pixel is neither
 * an edge nor outside, so that no edge runs along it.
 */
export function edgePixels(
  { pixels, shape, ignored }: Overlay,
  connectivity: "face" | "full",
): SurfacePoints {
  const strides = gridAxes("overlay", pixels.length, shape).map(({ stride }) => stride);
  const marks = connectivity === "face" ? edgesByFace(pixels, strides) : edgesByCorner(pixels, strides);
  if (ignored !== "none") for (let i = 0; i < marks.length; i++) if (pixels[i] === IGNORED) marks[i] = 0;
  return { shape, marks };
}

/** Axes that the shape lacks repeat the last one. */
function edgesByFace(pixels: Uint8Array, strides: readonly number[]): Uint8Array {
  const [a, b, c] = [...strides, 1, 1];
  const marks = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const own = pixels[i];
    if (own === 0) continue;
    const around =
      pixels[i - a] & pixels[i + a] & pixels[i - b] & pixels[i + b] & pixels[i - c] & pixels[i + c];
    marks[i] = own & ~around;
  }
  return marks;
}

function edgesByCorner(pixels: Uint8Array, strides: readonly number[]): Uint8Array {
  const steps = strides.reduce((sums, s) => sums.flatMap((sum) => [sum - s, sum, sum + s]), [0]);
  const marks = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i] === 0) continue;
    let around = pixels[i];
    for (let k = 0; k < steps.length; k++) around &= pixels[i + steps[k]];
    marks[i] = pixels[i] & ~around;
  }
  return marks;
}
