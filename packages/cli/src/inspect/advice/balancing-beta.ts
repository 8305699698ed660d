import { clipped, keptAt, twoDigits } from "./numbers.ts";

/** Within these the beta of weighted cross entropy stays. */
export const BETA: readonly [least: number, most: number] = [0.05, 20];

/** Negatives over positives, as the beta of weighted cross entropy, and what bounds have made of it, in words. */
export function balancingBeta(positive: number): { readonly beta: number; readonly kept: string } {
  const ratio = (1 - positive) / positive;
  const beta = twoDigits(clipped(ratio, ...BETA));
  return { beta, kept: Number.isFinite(ratio) ? keptAt(ratio, beta) : "" };
}
