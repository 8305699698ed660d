import type { OptionSpec } from "./option.ts";

/** `power` of the scores with a power in the denominator: 1 is plain sums, 2 is squares. */
export const POWER: OptionSpec = {
  kind: "number",
  default: 1.5,
  min: 1,
  max: 8,
  typical: [1, 4],
  doc: "exponent of p and y in the denominator",
};
