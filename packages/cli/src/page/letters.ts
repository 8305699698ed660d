/** `gamma: focusing`: meanings of the symbols that a formula really has. */
export function letters(legend: Readonly<Record<string, string>>, formula: string): string[] {
  const symbols = new Set(formula.match(/\w+/g));
  return Object.entries(legend)
    .filter(([symbol]) => symbols.has(symbol))
    .map(([symbol, meaning]) => `${symbol}: ${meaning}`);
}
