import type { Tolerances } from "../../conformance/agreement.ts";

/**
 * Everything is in single precision, sums and what is made of them too: within 1e-6 and 1e-5 of the reference, on every adapter tried.
 * The absolute parts are what rounding does to a difference of numbers near 1: a score near 1 in 1 - score, terms that cancel.
 */
export const WEBGPU_TOLERANCES: Tolerances = {
  value: 1e-6,
  valueAbsolute: 1.2e-7,
  gradient: 1e-5,
  gradientAbsolute: 1e-7,
};
