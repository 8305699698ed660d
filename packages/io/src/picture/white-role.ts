/** What 255 (65535 in 16 bits) means in a set of masks. */
export type WhiteRole = "foreground" | "ignore" | "label";

/** More different values than this number objects, and 255 is one of them. */
const MOST_VALUES = 256;

/** The different values of one mask, as far as the rule for 255 needs them. */
export type MaskValues = readonly number[];

export function isWhite(value: number): boolean {
  return value === 255 || value === 65535;
}

/**
 * The rule for 255, by all masks of a set:
 * 1. beside nothing but 0 and, in other files, 1, it is the foreground: 0/255 and 0/1 are the same mask;
 * 2. beside other labels it marks pixels without one;
 * 3. but where 254 occurs as well, or what else occurs looks like gray levels, or there are very many values, it is a label like others.
 */
export function whiteRole(masks: readonly MaskValues[]): WhiteRole {
  const values = new Set(masks.flat());
  const whites = [...values].filter(isWhite);
  if (whites.length !== 1) return "label";
  const others = [...values].filter((value) => value !== 0 && !isWhite(value));
  const beside = masks.some(
    (mask) => mask.some(isWhite) && mask.some((value) => value !== 0 && !isWhite(value)),
  );
  if (!beside && others.every((value) => value === 1)) return "foreground";
  if (whites[0] !== 255 || values.size > MOST_VALUES) return "label";
  return values.has(254) || looksLikeGrays(others) ? "label" : "ignore";
}

/** Few values, far apart, as 128 in a trimap. */
function looksLikeGrays(labels: readonly number[]): boolean {
  const largest = Math.max(0, ...labels);
  return largest >= 64 && labels.length < largest / 8;
}
