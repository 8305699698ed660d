import type { Random } from "../random.ts";
import { gaussianBlur } from "./gaussian-blur.ts";

// Pixels; a wide-field point spread is a sharp core with a wide haze of light from out of focus.
const CORE = 1.2;
const HAZE = 7;
const HAZE_SHARE = 0.2;
// Light of the medium, where a typical nucleus emits 1.
const BACKGROUND = 0.06;
// Electrons.
const READ_NOISE = 2.5;
// Emitted light that reaches white; brighter pixels are saturated.
const WHITE = 2.2;
// Below this mean the Poisson distribution is drawn exactly, above it by its normal limit.
const EXACT_BELOW = 30;

/** What a camera sees of emitted light, [size, size], 0 to 1. */
export function photograph(light: Float32Array, size: number, source: Random): Float32Array {
  const core = gaussianBlur(light, size, CORE);
  const haze = gaussianBlur(light, size, HAZE);
  const lamp = drawLamp(source);
  // Exposure: photons from a typical nucleus in full light.
  const photons = Math.exp(source.between(Math.log(25), Math.log(160)));
  const image = new Float32Array(light.length);
  for (let i = 0; i < light.length; i++) {
    const emitted = (1 - HAZE_SHARE) * core[i] + HAZE_SHARE * haze[i] + BACKGROUND;
    const expected = photons * emitted * lamp((i % size) / size, Math.floor(i / size) / size);
    const counted = drawPoisson(expected, source) + READ_NOISE * source.normal();
    image[i] = Math.min(1, Math.max(0, counted / (photons * WHITE)));
  }
  return image;
}

/** Illumination at a place of the unit square: 1 at a bright spot off the centre, falling to about a half. */
function drawLamp(source: Random): (x: number, y: number) => number {
  const [centreX, centreY] = [source.between(0.2, 0.8), source.between(0.2, 0.8)];
  const falloff = source.between(0.2, 0.6);
  return (x, y) => 1 - falloff * Math.min(1, (x - centreX) ** 2 + (y - centreY) ** 2);
}

/** Knuth's product of uniforms for small means. */
function drawPoisson(mean: number, source: Random): number {
  if (mean >= EXACT_BELOW) return Math.max(0, Math.round(mean + Math.sqrt(mean) * source.normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = source.uniform(); product > limit; product *= source.uniform()) count++;
  return count;
}
