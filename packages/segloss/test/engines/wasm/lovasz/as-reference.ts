import { expect } from "vitest";
import { gradientError, type Region, referenceAnswer, valueError, wasmAnswer } from "./regions.ts";

export const PIXELS = 40_001;
export const CHOICES = ["exact", "bucketed", "auto"] as const;

/**
 * What changes of rank do to the gradient, where errors are rounded to float32: of n pixels about n^2 e pairs are
 * closer than the rounding e, each of which moves it by n^(-3/2) of its norm.
 */
export const ROUNDED = 2 * Math.sqrt(2 ** -22 / PIXELS);
/** By margins nothing is rounded. */
export const BY_MARGIN = 5e-7;

/** Of a region whose errors are all different, or whose ties do not matter. */
export async function expectAsReference(region: Region, exact = BY_MARGIN): Promise<void> {
  const expected = referenceAnswer(region);
  for (const lovasz of CHOICES) {
    const { value, gradient } = await wasmAnswer(region, { lovasz });
    expect(valueError(value, expected.value), lovasz).toBeLessThan(1e-7);
    // Of 40,001 pixels so many have an error that "auto" counts them too.
    const bound = lovasz === "exact" ? exact : 5e-5;
    expect(gradientError(gradient, expected.gradient), lovasz).toBeLessThan(bound);
  }
}
