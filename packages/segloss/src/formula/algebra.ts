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
  PIXEL,
  symbol,
  unionAxes,
  type VectorNode,
  variesOver,
  vector,
} from "./expression.ts";
import { OPS, type OpName } from "./op-table.ts";

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

type Constant = NumberNode | VectorNode;

function isConstant(e: Expression): e is Constant {
  return e.kind === "number" || e.kind === "vector";
}

function foldConstants(f: (a: number, b: number, c: number) => number, args: readonly Constant[]): Constant {
  const at = (i: number, c: number): number => {
    const arg = args[i];
    if (arg === undefined) return Number.NaN;
    return arg.kind === "number" ? arg.value : arg.values[c];
  };
  const sample = args.find((arg) => arg.kind === "vector");
  if (sample === undefined) return number(f(at(0, 0), at(1, 0), at(2, 0)));
  return vector(sample.values.map((_, c) => f(at(0, c), at(1, c), at(2, c))));
}

const product = (a: number, b: number): number => a * b;
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
      constant = foldConstants(plus, [constant, foldConstants(product, [scale, e])]);
    } else if (isApply(e, "add")) {
      for (const arg of e.args) take(arg, scale);
    } else {
      const [factor, rest] = splitFactor(e);
      const total = foldConstants(product, [scale, factor]);
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
  const list = parts.map((part) => mul(part.factor, part.rest));
  if (!isNumber(constant, 0)) list.unshift(constant);
  if (list.length === 0) return number(0);
  return list.length === 1 ? list[0] : applyNode("add", list, unionAxes(list));
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

/** `3*a*b` as the constant 3 and `a*b`. */
export function splitFactor(e: Expression): [Constant, Expression] {
  if (!isApply(e, "mul") || !isConstant(e.args[0])) return [number(1), e];
  return [e.args[0], mul(...e.args.slice(1))];
}

/**
 * Product with constants folded, powers of one base gathered and exponentials merged:
 * `q^2 * p * q^-1` is `q*p`, which stays finite where `q` underflows.
 */
export function mul(...factors: Expression[]): Expression {
  let constant: Constant = number(1);
  let exponent: Expression = number(0);
  const powers = new Map<string, { base: Expression; exponents: Expression[] }>();
  const takePower = (base: Expression, by: Expression): void => {
    const seen = powers.get(base.key);
    if (seen) seen.exponents.push(by);
    else powers.set(base.key, { base, exponents: [by] });
  };
  const take = (e: Expression): void => {
    const logarithmic = isApply(e, "exp") ? powerOfProbability(e.args[0]) : null;
    if (isConstant(e)) constant = foldConstants(product, [constant, e]);
    else if (isApply(e, "mul")) e.args.forEach(take);
    else if (logarithmic) takePower(logarithmic.base, logarithmic.exponent);
    else if (isApply(e, "exp")) exponent = add(exponent, e.args[0]);
    else if (isApply(e, "pow") && isNumber(e.args[1])) takePower(e.args[0], e.args[1]);
    else takePower(e, number(1));
  };
  factors.forEach(take);
  if (isNumber(constant, 0)) return number(0);
  const list = [...powers.values()].map(({ base, exponents }) => pow(base, add(...exponents)));
  list.push(exp(exponent));
  const rest: Expression[] = [];
  for (const factor of list) {
    if (isConstant(factor)) constant = foldConstants(product, [constant, factor]);
    else rest.push(factor);
  }
  if (!isNumber(constant, 1) || rest.length === 0) rest.unshift(constant);
  return rest.length === 1 ? rest[0] : applyNode("mul", rest, unionAxes(rest));
}

const BASE_OF: Readonly<Record<string, string>> = { logp: "p", log1mp: "q" };
const LOG_OF: Readonly<Record<string, string>> = { p: "logp", q: "log1mp" };

/** `k*logp` as the power k of p, and `k*log1mp` of q, when k does not vary over pixels. */
export function powerOfProbability(e: Expression): { base: Expression; exponent: Expression } | null {
  const factors = isApply(e, "mul") ? e.args : [e];
  const logs = factors.filter((f) => f.kind === "symbol" && Object.hasOwn(BASE_OF, f.name));
  if (logs.length !== 1) return null;
  const log = logs[0] as Expression & { name: string };
  const exponent = mul(...factors.filter((f) => f !== log));
  if (variesOver(exponent, PIXEL)) return null;
  return { base: symbol(BASE_OF[log.name], log.axes), exponent };
}

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
  if (isHardTarget(e)) return number(value);
  if (!isApply(e, "add") && !isApply(e, "mul")) return mentions(e, [HARD_TARGET]) ? undefined : e;
  const parts = e.args.map((arg) => atTarget(arg, value));
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
