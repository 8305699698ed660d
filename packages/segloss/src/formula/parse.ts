import { check } from "../door/check.ts";
import { TEXT } from "../door/kinds.ts";
import { quoted, shortened } from "./quoted.ts";
import type { BinaryOperator, Definition, FormulaSyntax, Syntax } from "./syntax.ts";
import { describe, readTokens, type TokenReader } from "./token-reader.ts";

/**
 * Parses a formula such as `1 - 2*sum(p*y)/s where s = sum(p) + sum(y)`. Never evaluated as code.
 * Precedence: `^` (right to left), unary minus, `*` and `/`, `+` and `-`.
 * @throws FormulaError with the place of the mistake.
 */
export function parseFormula(text: string): FormulaSyntax {
  check("parseFormula: the formula", text, TEXT);
  const tokens = readTokens(text);
  if (tokens.peek().kind === "end")
    tokens.fail("The formula is empty: write one such as 1 - 2*sum(p*y)/(sum(p) + sum(y)).");
  const body = parseSum(tokens);
  const definitions = tokens.take("where") ? parseDefinitions(tokens) : new Map<string, Definition>();
  if (tokens.peek().kind !== "end") {
    tokens.fail(`Expected an operator or the end, found ${describe(tokens.peek())}.`);
  }
  return { text, body, definitions };
}

function parseDefinitions(tokens: TokenReader): Map<string, Definition> {
  const definitions = new Map<string, Definition>();
  do {
    const name = tokens.next();
    if (name.kind !== "name") tokens.fail(`Expected a name to define, found ${describe(name)}.`, name.at);
    if (definitions.has(name.text)) tokens.fail(`${quoted(name.text)} is defined twice.`, name.at);
    tokens.expect("=", `after ${quoted(name.text)}`);
    definitions.set(name.text, { value: parseSum(tokens), at: name.at });
  } while (tokens.take(","));
  return definitions;
}

function parseSum(tokens: TokenReader): Syntax {
  return parseLeftToRight(tokens, ["+", "-"], parseProduct);
}

function parseProduct(tokens: TokenReader): Syntax {
  return parseLeftToRight(tokens, ["*", "/"], parseUnary);
}

function parseLeftToRight(
  tokens: TokenReader,
  operators: readonly BinaryOperator[],
  parseOperand: (tokens: TokenReader) => Syntax,
): Syntax {
  let left = parseOperand(tokens);
  for (;;) {
    const { text, kind, at } = tokens.peek();
    const operator = operators.find((o) => o === text);
    if (!operator || kind !== "symbol") return left;
    tokens.next();
    left = { kind: "binary", operator, left, right: parseOperand(tokens), at };
  }
}

function parseUnary(tokens: TokenReader): Syntax {
  const at = tokens.peek().at;
  if (tokens.take("-")) return { kind: "negate", operand: parseUnary(tokens), at };
  return parsePower(tokens);
}

function parsePower(tokens: TokenReader): Syntax {
  const left = parseAtom(tokens);
  const at = tokens.peek().at;
  if (!tokens.take("^")) return left;
  return { kind: "binary", operator: "^", left, right: parseUnary(tokens), at };
}

function parseAtom(tokens: TokenReader): Syntax {
  const token = tokens.next();
  if (token.kind === "number") return { kind: "number", value: Number(token.text), at: token.at };
  if (token.text === "(" && token.kind === "symbol") {
    const inner = parseSum(tokens);
    tokens.expect(")", "to close the parenthesis");
    return inner;
  }
  if (token.kind !== "name" || token.text === "where") {
    tokens.fail(`Expected a number, a name or "(", found ${describe(token)}.`, token.at);
  }
  if (!tokens.take("(")) return { kind: "name", name: token.text, at: token.at };
  return { kind: "call", name: token.text, args: parseArguments(tokens, token.text), at: token.at };
}

function parseArguments(tokens: TokenReader, name: string): Syntax[] {
  const args: Syntax[] = [];
  if (tokens.take(")")) return args;
  do args.push(parseSum(tokens));
  while (tokens.take(","));
  tokens.expect(")", `to close ${shortened(name)}(`);
  return args;
}
