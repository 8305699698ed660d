/** A score as tables show it, with the digits of `segloss score`; a dash where there is none. */
export function shownNumber(value: number | null | undefined, infinite: string): string {
  if (value === null || value === undefined) return "–";
  return Number.isFinite(value) ? value.toFixed(4) : infinite;
}
