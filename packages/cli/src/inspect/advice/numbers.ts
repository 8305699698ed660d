/** A number with two digits, as losses are given it. */
export function twoDigits(value: number): number {
  return Number(value.toPrecision(2));
}

export function clipped(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** `, that is 42, kept at 20` where bounds changed what followed from the data; else nothing. */
export function keptAt(value: number, kept: number, words = "that is"): string {
  const wanted = twoDigits(value);
  return wanted === kept ? "" : `, ${words} ${wanted}, kept at ${kept}`;
}

/** `6.9 %`; three digits near 100, where two would say that nothing else is left. */
export function percent(share: number): string {
  const value = 100 * share;
  if (value > 99 && value < 100) return `${Number(Math.min(99.99, value).toFixed(2))} %`;
  return `${Number(value.toPrecision(value >= 10 ? 3 : 2))} %`;
}

/** `1 image`, `12 images`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Options as a loss is called with them: `dice`, `dice(smooth=1, over=batch)`. */
export function call(name: string, options: readonly (string | false | undefined)[]): string {
  const given = options.filter(Boolean);
  return given.length > 0 ? `${name}(${given.join(", ")})` : name;
}
