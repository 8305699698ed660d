import { blur } from "./blur.ts";
import { PIXELS } from "./picture.ts";
import { normal } from "./random.ts";

/** Noise without grain, with deviation 1: what makes predictions of a scene vary slowly from place to place. */
export function smoothNoise(seed: number, sigma: number): Float32Array {
  const next = normal(seed);
  const noise = Float32Array.from({ length: PIXELS }, next);
  blur(noise, sigma);
  const deviation = Math.sqrt(noise.reduce((sum, x) => sum + x * x, 0) / PIXELS);
  return noise.map((x) => x / deviation);
}
