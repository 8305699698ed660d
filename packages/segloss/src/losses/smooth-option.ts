import type { OptionSpec } from "./option.ts";

/** `smooth` of a score of a region: it bounds the slope where a mask is nearly empty. */
export const SMOOTH: OptionSpec = {
  kind: "number",
  default: 0,
  min: 0,
  typical: [0, 10],
  doc: "added to numerator and denominator",
};
