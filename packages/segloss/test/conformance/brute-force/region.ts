import type { Case } from "../case.ts";
import type { Pixel } from "./pixels.ts";

/** Options of every loss, as the documentation states their meaning. */
export interface Policy {
  readonly classes: "all" | "present" | readonly number[];
  readonly background: boolean;
  readonly classWeights: readonly number[] | null;
  readonly pooled: boolean;
  readonly normalize: boolean;
}

/** The pixels over which sums run, with what is needed to average over classes. */
export interface Region {
  readonly pixels: readonly Pixel[];
  readonly channels: number;
  /** Pixels of an image along each axis. */
  readonly space: readonly number[];
  /** Whether each pixel has one class. */
  readonly exclusive: boolean;
  readonly policy: Policy;
}

export function regionsOf(
  c: Case,
  images: readonly Pixel[][],
  over: "image" | "batch",
  policy: Policy,
): Region[] {
  const groups = over === "image" ? images : [images.flat()];
  const exclusive = c.link === "softmax" || (c.link === "none" && c.channels > 1);
  return groups
    .filter((pixels) => pixels.length > 0)
    .map((pixels) => ({ pixels, channels: c.channels, space: c.space, exclusive, policy }));
}

/** Sum over pixels of weight times the value. */
export function weightedSum(region: Region, of: (pixel: Pixel) => number): number {
  let sum = 0;
  for (const pixel of region.pixels) sum += pixel.w * of(pixel);
  return sum;
}

/** Weighted sum divided by the number of pixels, or by the weights; 0 when these are all 0. */
export function weightedMean(region: Region, of: (pixel: Pixel) => number): number {
  const count = region.policy.normalize ? weightedSum(region, () => 1) : region.pixels.length;
  return count === 0 ? 0 : weightedSum(region, of) / count;
}

/** The classes that a list and `background` leave in. */
export function keptClasses({ channels, policy }: Region): number[] {
  const all = Array.from({ length: channels }, (_, c) => c);
  if (channels === 1) return all;
  return all.filter(
    (c) => (typeof policy.classes === "string" || policy.classes.includes(c)) && (policy.background || c > 0),
  );
}

/** Average over the kept classes (those present, when so asked); 0 when there are none. */
export function averageOverClasses(region: Region, of: (c: number) => number): number {
  if (region.channels === 1) return of(0);
  const { classes, classWeights } = region.policy;
  const counted = keptClasses(region).filter(
    (c) => classes !== "present" || weightedSum(region, (pixel) => pixel.y[c]) > 0,
  );
  if (counted.length === 0) return 0;
  const weightOf = (c: number): number => classWeights?.[c] ?? 1;
  const sum = counted.reduce((s, c) => s + weightOf(c) * of(c), 0);
  return sum / counted.reduce((s, c) => s + weightOf(c), 0);
}
