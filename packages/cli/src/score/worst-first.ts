import type { ImageRow } from "./score-result.ts";

/** By the first metric, then by name; images without a value last. */
export function worstFirst(rows: readonly ImageRow[], best: "high" | "low" | "zero"): ImageRow[] {
  const worth = { high: (v: number) => v, low: (v: number) => -v, zero: (v: number) => -Math.abs(v) }[best];
  const key = ({ values: [value] }: ImageRow) => (value === null ? Infinity : worth(value));
  const compare = (a: number, b: number) => (a < b ? -1 : Number(a > b));
  return [...rows].sort((a, b) => compare(key(a), key(b)) || (a.name < b.name ? -1 : 1));
}
