import { inParentheses, type Piece, STRENGTH } from "./piece.ts";

export type Binary = (a: Piece, b: Piece) => Piece;

/** `a + b`; with `strict`, b keeps the parentheses of its own kind: a - (b - c). */
function infix(sign: string, strength: number, strict: boolean): Binary {
  return (a, b) => ({
    text: `${inParentheses(a, strength)} ${sign} ${inParentheses(b, strict ? strength + 1 : strength)}`,
    strength,
    isNumber: a.isNumber && b.isNumber,
  });
}

/** Arithmetic with operators, as Python's arrays and JavaScript's numbers have it. */
export const INFIX: Readonly<Record<"add" | "sub" | "mul" | "div" | "pow", Binary>> & {
  neg(a: Piece): Piece;
} = {
  add: infix("+", STRENGTH.sum, false),
  sub: infix("-", STRENGTH.sum, true),
  mul: infix("*", STRENGTH.product, false),
  div: infix("/", STRENGTH.product, true),
  // -a * b is (-a) * b, which is the same.
  neg: (a: Piece): Piece => ({
    text: `-${inParentheses(a, STRENGTH.product)}`,
    strength: a.strength === STRENGTH.product ? STRENGTH.product : STRENGTH.minus,
    isNumber: a.isNumber,
  }),
  pow: (a: Piece, b: Piece): Piece => ({
    text: `${inParentheses(a, STRENGTH.atom)}**${inParentheses(b, STRENGTH.power)}`,
    strength: STRENGTH.power,
    isNumber: a.isNumber && b.isNumber,
  }),
};
