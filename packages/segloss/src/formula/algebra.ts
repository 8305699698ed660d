import { type Constant, foldConstants, isConstant, plus, times } from "./constants.ts";
import type { Constructors } from "./constructors.ts";
import {
  applyNode,
  type Expression,
  isApply,
  isNumber,
  isSymbol,
  number,
  symbol,
  unionAxes,
} from "./expression.ts";
import { powerOfProbability, productOf, splitFactor } from "./factors.ts";
import { gatherFactors, type Power } from "./gather-factors.ts";
import type { OpName } from "./op-name.ts";
import { OPS } from "./op-table.ts";

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
  return record.simplify?.(args, CONSTRUCTORS) ?? applyNode(op, args, record.axes(args));
}

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
      constant = plus(constant, times(scale, e));
    } else if (isApply(e, "add")) {
      for (const arg of e.args) take(arg, scale);
    } else {
      const [factor, rest] = splitFactor(e);
      const total = times(scale, factor);
      if (isApply(rest, "add")) {
        take(rest, total);
        return;
      }
      const seen = gathered.get(rest.key);
      gathered.set(rest.key, { rest, factor: seen ? plus(seen.factor, total) : total });
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

/**
 * Product with constants folded, powers of one base gathered and exponentials merged:
 * `q^2 * p * q^-1` is `q*p`, which stays finite where `q` underflows.
 */
export function mul(...factors: Expression[]): Expression {
  const { constant, powers, exponentials } = gatherFactors(factors);
  if (isNumber(constant, 0)) return number(0);
  const list = [...powers.values()].map(joinPowers);
  const exponential = exponentials.length === 0 ? null : joinExponentials(exponentials);
  if (exponential) list.push(exponential);
  // A power that was joined may be a product, and an exponential a power, that meets what is there.
  if (list.some((e) => isApply(e, "mul")) || (exponential && !staysExponential(exponential)))
    return mul(constant, ...list);
  const numbers = list.filter(isConstant);
  const rest = list.filter((e) => !isConstant(e));
  const folded = numbers.reduce<Constant>(times, constant);
  return productOf(isNumber(folded, 1) && rest.length > 0 ? rest : [folded, ...rest]);
}

function joinPowers({ base, exponents, factors }: Power): Expression {
  return factors.length === 1 ? factors[0] : pow(base, add(...exponents));
}

function joinExponentials(factors: readonly Expression[]): Expression {
  if (factors.length === 1) return factors[0];
  return exp(add(...factors.map((e) => (isApply(e, "exp") ? e.args[0] : e))));
}

function staysExponential(e: Expression): boolean {
  return isApply(e, "exp") && powerOfProbability(e.args[0]) === null;
}

/** What the rules of the operations build with. */
export const CONSTRUCTORS: Constructors = { apply, add, mul, sub, neg, pow, exp };
