import { type Expression, isNumber } from "./expression.ts";
import type { OpName } from "./op-name.ts";
import type { BinaryOperator, Syntax } from "./syntax.ts";

/**
 * An expression as a formula that one could have written: differences, quotients and signs come back, and each
 * reduction as its function. For printing only.
 *
 * @param names what operands are called, by key; an operand with a name is not written out
 */
export function readBack(e: Expression, names: ReadonlyMap<string, string> = new Map()): Syntax {
  switch (e.kind) {
    case "number":
      return e.value < 0 ? negate(numeral(-e.value)) : numeral(e.value);
    case "vector":
      return named(`[${e.values.map(short).join(", ")}]`);
    case "symbol":
      return e.name === "q" ? binary("-", numeral(1), named("p")) : named(symbolName(e.name));
    case "apply": {
      const reader: Reader = {
        isNamed: ({ key }) => names.has(key),
        read(part) {
          const name = names.get(part.key);
          return name === undefined ? readBack(part, names) : named(name);
        },
      };
      return (SPECIAL[e.op] ?? asCall)(e.args, reader, e.op);
    }
  }
}

/** Symbols and operations of an expression in print, given those of its operands. */
export function printedSize(e: Expression, sizeOf: (operand: Expression) => number): number {
  if (e.kind === "vector") return e.values.length;
  return e.kind === "apply" ? e.args.reduce((size, arg) => size + sizeOf(arg), 1) : 1;
}

const WRITTEN: ReadonlyMap<string, string> = new Map([
  ["ysoft", "y"],
  ["pixelCount", "N"],
  ["classCount", "C"],
]);

function symbolName(name: string): string {
  return WRITTEN.get(name) ?? name;
}

/** How operands are written. */
interface Reader {
  /** Whether it is written as a name. */
  isNamed(part: Expression): boolean;
  read(part: Expression): Syntax;
}

type Write = (args: readonly Expression[], reader: Reader, op: OpName) => Syntax;

const SPECIAL: Readonly<Partial<Record<OpName, Write>>> = {
  add: (args, { read }) => args.map(read).reduce(joinTerms),
  mul: readProduct,
  pow: ([base, exponent], reader) =>
    isNegative(exponent)
      ? readProduct([power(base, exponent)], reader)
      : binary("^", reader.read(base), reader.read(exponent)),
  ratio: ([a, b], { read }) => binary("/", read(a), read(b)),
  inverse: ([x], { read }) => binary("/", numeral(1), read(x)),
  pixelSum: ([x], { read }) => call("sum", [read(x)]),
  lovaszWeights: ([error], { read }) => call("lovaszWeights", [read(error)]),
  hardest: ([error, share], { read }) => call("hardest", [read(error), read(share)]),
};

const asCall: Write = (args, { read }, op) => call(op, args.map(read));

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

function call(name: string, args: readonly Syntax[]): Syntax {
  return { kind: "call", name, args, at: 0 };
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
function readProduct(args: readonly Expression[], reader: Reader): Syntax {
  const above: Syntax[] = [];
  const below: Syntax[] = [];
  let negative = false;
  for (const arg of args) {
    const divisor = reader.isNamed(arg) ? null : divisorOf(arg, reader);
    if (arg.kind === "number") {
      negative = arg.value < 0;
      if (Math.abs(arg.value) !== 1) above.push(numeral(Math.abs(arg.value)));
    } else if (divisor) below.push(divisor);
    else above.push(reader.read(arg));
  }
  const join = (parts: Syntax[]): Syntax => parts.reduce((a, b) => binary("*", a, b));
  const top = above.length === 0 ? numeral(1) : join(above);
  const result = below.length === 0 ? top : binary("/", top, join(below));
  return negative ? negate(result) : result;
}

/** What a factor divides by, or null. */
function divisorOf(factor: Expression, { read }: Reader): Syntax | null {
  if (factor.kind !== "apply") return null;
  const [base, exponent] = factor.args;
  if (factor.op === "inverse") return read(base);
  if (factor.op !== "pow" || !isNumber(exponent) || exponent.value >= 0) return null;
  return exponent.value === -1 ? read(base) : binary("^", read(base), numeral(-exponent.value));
}

/** A number with at most six digits, for reading. */
export function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
