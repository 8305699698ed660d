import { short } from "./read-back.ts";
import type { FormulaSyntax, Syntax } from "./syntax.ts";

const STRENGTH: Readonly<Record<string, number>> = { "+": 1, "-": 1, "*": 2, "/": 2, "^": 4 };
const NEGATION = 3;
const ATOM = 5;

/** A formula as text, with no parentheses but the needed ones; the parser reads it back. */
export function printText(node: Syntax): string {
  switch (node.kind) {
    case "number":
      return short(node.value);
    case "name":
      return node.name;
    case "negate":
      return `-${inParentheses(node.operand, STRENGTH["*"])}`; // -a*b is (-a)*b, which is the same
    case "call":
      return `${node.name}(${node.args.map(printText).join(", ")})`;
    case "binary":
      return printBinary(node);
  }
}

/** The formula with its definitions. */
export function printFormula({ body, definitions }: FormulaSyntax): string {
  const list = [...definitions].map(([name, { value }]) => `${name} = ${printText(value)}`);
  return list.length === 0 ? printText(body) : `${printText(body)} where ${list.join(", ")}`;
}

function printBinary({ operator, left, right }: Extract<Syntax, { kind: "binary" }>): string {
  const strength = STRENGTH[operator];
  const power = operator === "^";
  // a - (b - c), a/(b*c) and (a^b)^c keep their parentheses; a^b^c groups to the right by itself.
  const rightStrength = operator === "-" || operator === "/" ? strength + 1 : strength;
  const space = strength === 1 ? " " : "";
  const a = inParentheses(left, power ? strength + 1 : strength);
  return `${a}${space}${operator}${space}${inParentheses(right, power ? NEGATION : rightStrength)}`;
}

function inParentheses(node: Syntax, strength: number): string {
  const text = printText(node);
  return strengthOf(node) < strength ? `(${text})` : text;
}

/** -a*b reads as (-a)*b, so a negated product is as weak as a product. */
function strengthOf(node: Syntax): number {
  if (node.kind === "binary") return STRENGTH[node.operator];
  return node.kind === "negate" ? Math.min(NEGATION, strengthOf(node.operand)) : ATOM;
}
