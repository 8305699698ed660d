import { FORMULA_FUNCTIONS } from "./functions.ts";
import { quoted } from "./quoted.ts";

/** What a formula may say without defining it; `q` is 1 - p. */
export const FORMULA_SYMBOLS: readonly string[] = [
  ...["z", "p", "q", "logp", "log1mp", "y"],
  ...["C", "images", "progress", "foreground", "classWeights"],
  ...["d1", "d2", "distance", "predictedDistance", "nearness", "smoothed"],
];

/** The functions that look at the region, its weights and its classes. */
export const REGION_FUNCTIONS: readonly string[] = [
  "sum",
  "mean",
  "total",
  "largest",
  "lovasz",
  "hardest",
  "skeleton",
  "clip",
];

/** Names that engines use for themselves. */
const ENGINE_SYMBOLS: readonly string[] = [
  "w",
  "v",
  "ysoft",
  "pixelCount",
  "classCount",
  "regionShare",
  "where",
];

/**
 * Checks the name of a parameter or a map of the user's.
 * @throws Error when it is no name, or already has a meaning
 */
export function checkFreeName(kind: "parameter" | "map", name: string): void {
  if (!/^[A-Za-z_][A-Za-z_0-9]*$/.test(name)) {
    throw new Error(
      `The ${kind} ${quoted(name)} needs a name of letters, digits and _, beginning with a letter.`,
    );
  }
  const taken = [
    ...FORMULA_SYMBOLS,
    ...ENGINE_SYMBOLS,
    ...REGION_FUNCTIONS,
    ...Object.keys(FORMULA_FUNCTIONS),
  ];
  if (taken.includes(name) || /^(d[12]|distance|predictedDistance|nearness|smoothed)_\d+$/.test(name)) {
    throw new Error(`The ${kind} ${quoted(name)} already has a meaning in formulas: choose another name.`);
  }
}
