import {
  applyNode,
  type CLASS,
  type Expression,
  isApply,
  isNumber,
  isSymbol,
  mentions,
  type NumberNode,
  number,
  type PIXEL,
  symbol,
  unionAxes,
  type VectorNode,
  variesOver,
  vector,
} from "./expression.ts";
import { OPS, type OpName } from "./op-table.ts";
import { mul, productOf, splitFactor } from "./product.ts";

export { mul, powerOfProbability, splitFactor } from "./product.ts";

/**
 * Constructors that keep expressions in a normal form: constants folded, like terms and equal factors gathered,
 * `1 - p` written as `q`, powers and logarithms of probabilities as multiples of `logp` and `log1mp`.
 * The normal form is where gamma = 2 becomes a multiplication and 1 - p stops cancelling.
 */
export function apply(op: OpName, ...args: Expression[]): Expression {
  const record = OPS[op];
  if (op === "add") return add(...args);
  if (op === "mul") return mul(...args);
  if (record.kind === "elementwise" && args.every(isConstant)) {
    return foldConstants(record.reference, args as Constant[]);
  }
  return record.simplify?.(args) ?? applyNode(op, args, record.axes(args));
}

export type Constant = NumberNode | VectorNode;

export function isConstant(e: Expression): e is Constant {
  return e.kind === "number" || e.kind === "vector";
}

export function foldConstants(
  f: (a: number, b: number, c: number) => number,
  args: readonly Constant[],
): Constant {
  const at = (i: number, c: number): number => {
    const arg = args[i];
    if (arg === undefined) return Number.NaN;
    return arg.kind === "number" ? arg.value : arg.values[c];
  };
  const sample = args.find((arg) => arg.kind === "vector");
  if (sample === undefined) return number(f(at(0, 0), at(1, 0), at(2, 0)));
  return vector(sample.values.map((_, c) => f(at(0, c), at(1, c), at(2, c))));
}

export const times = (a: number, b: number): number => a * b;
const plus = (a: number, b: number): number => a + b;

// Declared functions, not constants: the op table and this file import each other.
export function neg(e: Expression): Expression {
  return mul(number(-1), e);
}

export function sub(a: Expression, b: Expression): Expression {
  return add(a, neg(b));
}

export function div(a: Expression, b: Expression): Expression {
  return mul(a, pow(b, number(-1)));
}

export function exp(e: Expression): Expression {
  return apply("exp", e);
}

export function pow(base: Expression, exponent: Expression): Expression {
  return apply("pow", base, exponent);
}

/** Sum with constants folded and like terms gathered: `2*a + b - a` is `a + b`. */
export function add(...terms: Expression[]): Expression {
  let constant: Constant = number(0);
  const gathered = new Map<string, { rest: Expression; factor: Constant }>();
  const take = (e: Expression, scale: Constant): void => {
    if (isConstant(e)) {
      constant = foldConstants(plus, [constant, foldConstants(times, [scale, e])]);
    } else if (isApply(e, "add")) {
      for (const arg of e.args) take(arg, scale);
    } else {
      const [factor, rest] = splitFactor(e);
      const total = foldConstants(times, [scale, factor]);
      if (isApply(rest, "add")) {
        take(rest, total);
        return;
      }
      const seen = gathered.get(rest.key);
      gathered.set(rest.key, { rest, factor: seen ? foldConstants(plus, [seen.factor, total]) : total });
    }
  };
  for (const term of terms) take(term, number(1));
  const parts = [...gathered.values()].filter((part) => !isNumber(part.factor, 0));
  const complement = complementOf(constant, parts);
  if (complement) return complement;
  const list = parts.map((part) => scaled(part.factor, part.rest));
  if (!isNumber(constant, 0)) list.unshift(constant);
  if (list.length === 0) return number(0);
  return list.length === 1 ? list[0] : applyNode("add", list, unionAxes(list));
}

/** A constant times what is no constant and no sum, or a term of one: nothing under it is looked at again. */
function scaled(factor: Constant, rest: Expression): Expression {
  if (isNumber(factor, 1)) return rest;
  return productOf([factor, ...(isApply(rest, "mul") ? rest.args : [rest])]);
}

/** `1 - p`, `p - 1`, `2 - 2*q`, which would cancel, by the symbol that is computed without cancellation. */
function complementOf(
  constant: Constant,
  parts: { rest: Expression; factor: Constant }[],
): Expression | null {
  if (constant.kind !== "number" || parts.length !== 1 || constant.value === 0) return null;
  const { rest, factor } = parts[0];
  if (!isNumber(factor, -constant.value)) return null;
  if (isSymbol(rest, "p")) return mul(constant, symbol("q", rest.axes));
  return isSymbol(rest, "q") ? mul(constant, symbol("p", rest.axes)) : null;
}

/** A number times p or q, neither of which is below 0. */
export function multipleOfProbability(
  e: Expression,
): { readonly factor: number; readonly probability: Expression } | undefined {
  const [factor, probability] = splitFactor(e);
  if (factor.kind !== "number" || !(isSymbol(probability, "p") || isSymbol(probability, "q")))
    return undefined;
  return { factor: factor.value, probability };
}

const LOG_OF: Readonly<Record<string, string>> = { p: "logp", q: "log1mp" };

/** The logarithm of a probability symbol: `logp` of p, `log1mp` of q. */
export function logarithmOf(base: Expression): Expression | null {
  if (base.kind !== "symbol" || !Object.hasOwn(LOG_OF, base.name)) return null;
  return symbol(LOG_OF[base.name], base.axes);
}

/** Whether the expression is the target given as class indices, which is 0 or 1 and sums to 1 over the classes. */
export function isHardTarget(e: Expression): boolean {
  return isSymbol(e, HARD_TARGET);
}

/** A sum or product at a value of the hard target; undefined where the target stands deeper. */
export function atTarget(e: Expression, value: 0 | 1): Expression | undefined {
  const done = new Map<string, Expression | undefined>();
  const visit = (node: Expression): Expression | undefined => {
    if (!done.has(node.key)) done.set(node.key, atTargetNew(node, value, visit));
    return done.get(node.key);
  };
  return visit(e);
}

function atTargetNew(
  e: Expression,
  value: 0 | 1,
  visit: (part: Expression) => Expression | undefined,
): Expression | undefined {
  if (isHardTarget(e)) return number(value);
  if (!isApply(e, "add") && !isApply(e, "mul")) return mentions(e, [HARD_TARGET]) ? undefined : e;
  const parts = e.args.map(visit);
  if (!parts.every((part) => part !== undefined)) return undefined;
  return isApply(e, "add") ? add(...parts) : mul(...parts);
}

/** The symbol `y` of a formula when targets are class indices; soft targets are `y` itself. */
export const HARD_TARGET = "y";
export const SOFT_TARGET = "ysoft";

/** Factors of a product that vary over the axis, and those that do not. */
export function splitByAxis(e: Expression, axis: typeof PIXEL | typeof CLASS): [Expression[], Expression[]] {
  const factors = isApply(e, "mul") ? [...e.args] : [e];
  return [factors.filter((f) => variesOver(f, axis)), factors.filter((f) => !variesOver(f, axis))];
}
