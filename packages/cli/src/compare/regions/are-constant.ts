import type { Counts } from "./is-constant.ts";

/** Whether each region is predicted everywhere or nowhere, though the truth has one that is neither. */
export function areConstant(regions: readonly Counts[], pixels: number): boolean {
  const isPart = (count: number) => count > 0 && count < pixels;
  return regions.every(({ tp, fp }) => !isPart(tp + fp)) && regions.some(({ tp, fn }) => isPart(tp + fn));
}
