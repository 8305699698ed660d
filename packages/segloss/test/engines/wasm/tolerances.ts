import type { Tolerances } from "../../conformance/agreement.ts";

/**
 * Pixels are computed in single precision. The absolute parts are what its rounding does to a difference of numbers near 1: a score
 * near 1 in 1 - score, terms of a gradient that cancel.
 */
export const TOLERANCES: Tolerances = {
  value: 1e-7,
  valueAbsolute: 5e-8,
  gradient: 5e-7,
  gradientAbsolute: 1e-8,
};
