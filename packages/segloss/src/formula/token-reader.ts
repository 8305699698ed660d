import { FormulaError, type Mending } from "./formula-error.ts";
import { quoted } from "./quoted.ts";
import { type Token, tokenize } from "./tokenize.ts";

/** A cursor over the tokens of one text. */
export interface TokenReader {
  readonly text: string;
  peek(ahead?: number): Token;
  next(): Token;
  /** Takes the next token when it is this symbol or word. */
  take(text: string): boolean;
  /** Takes the next token, which must be this symbol. */
  expect(text: string, purpose: string): Token;
  /** Where the token ends that was taken last. */
  lastEnd(): number;
  fail(problem: string, at?: number, mending?: Mending): never;
}

export function readTokens(text: string): TokenReader {
  const tokens = tokenize(text);
  let i = 0;
  const fail = (problem: string, at = tokens[i].at, mending: Mending = {}): never => {
    throw new FormulaError(problem, text, at, mending);
  };
  const lastEnd = (): number => (i === 0 ? 0 : tokens[i - 1].at + tokens[i - 1].text.length);
  const peek = (ahead = 0): Token => tokens[Math.min(i + ahead, tokens.length - 1)];
  const next = (): Token => tokens[i < tokens.length - 1 ? i++ : i];
  const take = (wanted: string): boolean => {
    const here = peek().kind !== "string" && peek().text === wanted;
    if (here) next();
    return here;
  };
  const expect = (wanted: string, purpose: string): Token => {
    const token = peek();
    if (token.text !== wanted) fail(`Expected "${wanted}" ${purpose}, found ${describe(token)}.`);
    return next();
  };
  return { text, peek, next, take, expect, lastEnd, fail };
}

export function describe(token: Token): string {
  return token.kind === "end" ? "the end" : quoted(token.text);
}
