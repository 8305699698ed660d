/** A figure with three digits after the point; large ones with one. */
export function shown(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "-";
  if (!Number.isFinite(value)) return "infinite";
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(3);
}

/** With its sign, and none where it rounds to 0. */
export function signed(value: number): string {
  const text = shown(Math.abs(value));
  if (Number(text) === 0) return text;
  return value > 0 ? `+${text}` : `\u2212${text}`;
}

/** Two digits that count. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))}\u00a0%`;
}

/** A probability from draws: whole per cents, and never all or nothing. */
export function probability(share: number): string {
  if (share > 0.99) return ">\u00a099\u00a0%";
  return share < 0.01 ? "<\u00a01\u00a0%" : `${Math.round(100 * share)}\u00a0%`;
}

export function countOf(n: number, one: string, many: string = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
