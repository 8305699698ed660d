/** The names that a formula has. */
export function symbolsOf(formula: string): ReadonlySet<string> {
  return new Set(formula.match(/\w+/g));
}

/** `gamma: focusing`: meanings of the symbols that a formula really has. */
export function letters(legend: Readonly<Record<string, string>>, formula: string): string[] {
  const symbols = symbolsOf(formula);
  return Object.entries(legend)
    .filter(([symbol]) => symbols.has(symbol))
    .map(([symbol, meaning]) => `${symbol}: ${meaning}`);
}
