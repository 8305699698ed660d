import type { Correlation } from "./correlation.ts";

/** What forms need that move maps by whole pixels: both in the plain order and of the same size. */
export function sameSize({ image, filter, taps, padding, stride }: Correlation): string | undefined {
  if (image.block > 1 || filter.block > 1) return "maps in the plain order";
  return stride === 1 && taps === 2 * padding + 1 ? undefined : "stride 1 and a padding of half the taps";
}
