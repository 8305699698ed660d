import type { Random } from "../random.ts";
import { gaussianBlur } from "./gaussian-blur.ts";
import { type Nucleus, reach } from "./nucleus-layout.ts";

// Light of the rim as a share of the middle's: a nucleus is a flattened body, thinner at its edge.
const RIM = 0.5;
const CHROMATIN_CONTRAST = 0.12;
const CHROMATIN_GRAIN = 1.5;

export interface Rendered {
  /** Emitted light per pixel before any optics, [size, size]; the middle of a typical nucleus emits 1. */
  light: Float32Array;
  /** Object numbers from 1, [size, size]. */
  instances: Uint16Array;
}

/**
 * Light adds up where nuclei overlap; a pixel belongs to the nucleus in which it lies deepest, so the outlines of
 * touching nuclei meet. Centres are in the image and apart, so every nucleus keeps pixels and numbers have no gaps.
 */
export function renderNuclei(nuclei: readonly Nucleus[], size: number, source: Random): Rendered {
  const light = new Float32Array(size * size);
  const instances = new Uint16Array(size * size);
  const depth = new Float32Array(size * size).fill(1);
  nuclei.forEach((nucleus, index) => {
    paint(nucleus, size, (pixel, position) => {
      light[pixel] += nucleus.brightness * (RIM + (1 - RIM) * Math.sqrt(1 - position * position));
      if (position >= depth[pixel]) return;
      depth[pixel] = position;
      instances[pixel] = index + 1;
    });
  });
  addChromatin(light, size, source);
  return { light, instances };
}

/** Visits the pixels of a nucleus; `position` is 0 at its centre and 1 on its outline. */
function paint(nucleus: Nucleus, size: number, visit: (pixel: number, position: number) => void): void {
  const extent = 1.2 * Math.max(...nucleus.axes);
  const [left, right] = [Math.max(0, Math.ceil(nucleus.x - extent)), Math.min(size - 1, nucleus.x + extent)];
  const [top, bottom] = [Math.max(0, Math.ceil(nucleus.y - extent)), Math.min(size - 1, nucleus.y + extent)];
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const [dx, dy] = [x - nucleus.x, y - nucleus.y];
      const position = Math.sqrt(dx * dx + dy * dy) / reach(nucleus, Math.atan2(dy, dx));
      if (position < 1) visit(y * size + x, position);
    }
  }
}

/** Smooth random clumps, relative to the light that is there. */
function addChromatin(light: Float32Array, size: number, source: Random): void {
  const white = light.map(() => source.normal());
  const noise = gaussianBlur(white, size, CHROMATIN_GRAIN);
  // A Gaussian of width s shrinks white noise by 1 / (2 s sqrt(pi)).
  const scale = CHROMATIN_CONTRAST * 2 * CHROMATIN_GRAIN * Math.sqrt(Math.PI);
  for (let i = 0; i < light.length; i++) light[i] *= Math.max(0.3, 1 + scale * noise[i]);
}
