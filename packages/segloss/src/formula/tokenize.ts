import { check } from "../door/check.ts";
import { TEXT } from "../door/kinds.ts";
import { FormulaError } from "./formula-error.ts";
import { quoted } from "./quoted.ts";

/** A word, number or sign, and where it begins. */
export interface Token {
  readonly kind: "number" | "name" | "string" | "symbol" | "end";
  readonly text: string;
  readonly at: number;
}

const PATTERNS: readonly (readonly [Token["kind"] | "space", RegExp])[] = [
  ["space", /\s+/y],
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["name", /[A-Za-z_][A-Za-z_0-9]*/y],
  ["string", /"[^"]*"|'[^']*'/y],
  ["symbol", /[-+*/^(),=[\].]/y],
];

/**
 * Cuts a formula or a loss call into tokens; the last one is the end.
 * @throws FormulaError for a character that is none of the language, a number beyond float64, or far too much text
 */
export function tokenize(text: string): Token[] {
  check("tokenize: text", text, TEXT);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const match = matchAt(text, at);
    if (!match)
      throw new FormulaError(
        `${quoted(String.fromCodePoint(text.codePointAt(at) as number))} is not part of the formula language.`,
        text,
        at,
      );
    if (match.kind === "number") checkNumber(match.text, text, at);
    if (match.kind !== "space") tokens.push({ kind: match.kind, text: match.text, at });
    at += match.text.length;
  }
  checkSize(tokens, text);
  tokens.push({ kind: "end", text: "the end", at: text.length });
  return tokens;
}

function matchAt(text: string, at: number): { kind: Token["kind"] | "space"; text: string } | null {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return { kind, text: found[0] };
  }
  return null;
}

/** Beyond the range of float64 a number would be infinite without a word. */
function checkNumber(digits: string, text: string, at: number): void {
  if (Number.isFinite(Number(digits))) return;
  throw new FormulaError("This number is too large: the largest is 1.8e308.", text, at);
}

const MOST_TOKENS = 2000;
const DEEPEST = 100;

/** Far beyond any formula, and small enough that reading it cannot exhaust the stack. */
function checkSize(tokens: readonly Token[], text: string): void {
  if (tokens.length > MOST_TOKENS) {
    const { at } = tokens[MOST_TOKENS];
    throw new FormulaError(
      `The formula has more than ${MOST_TOKENS} parts: split it into a sum of losses.`,
      text,
      at,
    );
  }
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === "symbol") depth += token.text === "(" ? 1 : token.text === ")" ? -1 : 0;
    if (depth > DEEPEST)
      throw new FormulaError(`More than ${DEEPEST} parentheses are open here.`, text, token.at);
  }
}
