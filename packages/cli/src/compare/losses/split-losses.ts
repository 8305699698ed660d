/** Splits a list of losses at the commas outside of parentheses, brackets, braces and quotes: `dice, focal(gamma=[1, 2])`. */
export function splitLosses(text: string): string[] {
  const parts = [""];
  let depth = 0;
  let quote = "";
  for (const character of text) {
    if (quote === "" && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = "";
    if (quote === "" && "([{".includes(character)) depth++;
    if (quote === "" && ")]}".includes(character)) depth--;
    if (character === "," && depth === 0 && quote === "") parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}
