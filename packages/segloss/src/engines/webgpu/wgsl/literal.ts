/** A number of single precision in WGSL, where a literal that is not finite would be an error. */
export function literal(x: number): string {
  const rounded = Math.fround(x);
  if (Number.isNaN(rounded)) return "notANumber()";
  if (!Number.isFinite(rounded)) return rounded > 0 ? "infinity()" : "(-infinity())";
  const text = `${Math.abs(rounded)}f`;
  return rounded < 0 ? `(-${text})` : text;
}
