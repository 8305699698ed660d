import { type Expression, isNumber } from "./expression.ts";
import type { OpName } from "./op-table.ts";
import type { BinaryOperator, Syntax } from "./syntax.ts";

/**
 * An expression as a formula that one could have written: differences, quotients and signs come back, and each
 * reduction as its function. For printing only.
 */
export function readBack(e: Expression): Syntax {
  switch (e.kind) {
    case "number":
      return e.value < 0 ? negate(numeral(-e.value)) : numeral(e.value);
    case "vector":
      return named(`[${e.values.map(short).join(", ")}]`);
    case "symbol":
      return e.name === "q" ? binary("-", numeral(1), named("p")) : named(WRITTEN[e.name] ?? e.name);
    case "apply":
      return (SPECIAL[e.op] ?? asCall)(e.args, e.op);
  }
}

const WRITTEN: Readonly<Record<string, string>> = { ysoft: "y", pixelCount: "N", classCount: "C" };

type Write = (args: readonly Expression[], op: OpName) => Syntax;

const SPECIAL: Readonly<Partial<Record<OpName, Write>>> = {
  add: (args) => args.map(readBack).reduce(joinTerms),
  mul: (args) => readProduct(args),
  pow: ([base, exponent]) =>
    isNegative(exponent)
      ? readProduct([power(base, exponent)])
      : binary("^", readBack(base), readBack(exponent)),
  ratio: ([a, b]) => binary("/", readBack(a), readBack(b)),
  inverse: ([x]) => binary("/", numeral(1), readBack(x)),
  pixelSum: ([x]) => call("sum", [x]),
  lovaszWeights: ([error]) => call("lovaszWeights", [error]),
  hardest: ([error, share]) => call("hardest", [error, share]),
};

const asCall: Write = (args, op) => call(op, args);

function numeral(value: number): Syntax {
  return { kind: "number", value, at: 0 };
}

function named(name: string): Syntax {
  return { kind: "name", name, at: 0 };
}

function negate(operand: Syntax): Syntax {
  return { kind: "negate", operand, at: 0 };
}

function binary(operator: BinaryOperator, left: Syntax, right: Syntax): Syntax {
  return { kind: "binary", operator, left, right, at: 0 };
}

function call(name: string, args: readonly Expression[]): Syntax {
  return { kind: "call", name, args: args.map(readBack), at: 0 };
}

function joinTerms(left: Syntax, right: Syntax): Syntax {
  return right.kind === "negate" ? binary("-", left, right.operand) : binary("+", left, right);
}

function isNegative(e: Expression): boolean {
  return e.kind === "number" && e.value < 0;
}

/** A power with its exponent, as one factor of a product. */
function power(base: Expression, exponent: Expression): Expression {
  return { kind: "apply", op: "pow", args: [base, exponent], axes: base.axes, key: "" };
}

/** Factors with negative exponents go below the line, a factor -1 before the product. */
function readProduct(args: readonly Expression[]): Syntax {
  const above: Syntax[] = [];
  const below: Syntax[] = [];
  let negative = false;
  for (const arg of args) {
    if (arg.kind === "number") {
      negative = arg.value < 0;
      if (Math.abs(arg.value) !== 1) above.push(numeral(Math.abs(arg.value)));
    } else if (arg.kind === "apply" && arg.op === "inverse") below.push(readBack(arg.args[0]));
    else if (arg.kind === "apply" && arg.op === "pow" && isNegative(arg.args[1]))
      below.push(inverted(arg.args));
    else above.push(readBack(arg));
  }
  const join = (parts: Syntax[]): Syntax => parts.reduce((a, b) => binary("*", a, b));
  const top = above.length === 0 ? numeral(1) : join(above);
  const result = below.length === 0 ? top : binary("/", top, join(below));
  return negative ? negate(result) : result;
}

function inverted([base, exponent]: readonly Expression[]): Syntax {
  const size = isNumber(exponent) ? -exponent.value : 1;
  return size === 1 ? readBack(base) : binary("^", readBack(base), numeral(size));
}

/** A number with at most six digits, for reading. */
export function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
