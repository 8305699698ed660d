import type { RasterData } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import type { Samples } from "./samples.ts";

/** 64-bit integers as the smallest array that holds them exactly; other samples as they are. */
export function asNumbers(samples: Samples): RasterData {
  if (!(samples instanceof BigInt64Array || samples instanceof BigUint64Array)) return samples;
  let [low, high] = [0n, 0n];
  for (const value of samples) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low < Number.MIN_SAFE_INTEGER || high > Number.MAX_SAFE_INTEGER)
    throw notSupported(`it holds integers beyond 2^53 (${high > -low ? high : low}); save smaller numbers`);
  const fits = low >= -(2 ** 31) && high < 2 ** 31;
  const numbers = fits ? new Int32Array(samples.length) : new Float64Array(samples.length);
  for (let i = 0; i < samples.length; i++) numbers[i] = Number(samples[i]);
  return numbers;
}
