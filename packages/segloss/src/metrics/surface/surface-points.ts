import { gridAxes } from "../../fields/grid.ts";
import type { Overlay } from "./overlay.ts";

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
 * less its erosion) or across a corner too ("full"). What lies beyond the image is outside.
 */
export function edgePixels({ pixels, shape }: Overlay, connectivity: "face" | "full"): SurfacePoints {
  const marks = new Uint8Array(pixels.length);
  const steps = neighbourSteps(pixels.length, shape, connectivity);
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i] === 0) continue;
    let around = pixels[i];
    for (let k = 0; k < steps.length; k++) around &= pixels[i + steps[k]];
    marks[i] = pixels[i] & ~around;
  }
  return { shape, marks };
}

function neighbourSteps(length: number, shape: readonly number[], connectivity: "face" | "full"): number[] {
  const strides = gridAxes("overlay", length, shape).map(({ stride }) => stride);
  if (connectivity === "face") return strides.flatMap((stride) => [-stride, stride]);
  const corners = strides.reduce((sums, s) => sums.flatMap((sum) => [sum - s, sum, sum + s]), [0]);
  return corners.filter((step) => step !== 0);
}
