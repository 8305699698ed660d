import { add, apply, mul } from "../../formula/algebra.ts";
import { type Expression, isApply, number, PIXEL, variesOver } from "../../formula/expression.ts";
import { splitByAxis } from "../../formula/factors.ts";
import { logCosh, slopeOfLogCosh } from "../../formula/log-cosh.ts";
import { holdsReduction } from "../lower/holds-reduction.ts";

/** Symbols without axes whose value is known when the shape is. */
export type KnownNumbers = Readonly<Record<string, number>>;

/**
 * The expression with known symbols replaced by numbers, and with sums taken apart whose operand holds another sum:
 * sum_i (a f_i + b g_i) = a sum_i f_i + b sum_i g_i needs no second sweep when a and b are themselves sums. Log cosh of pixels
 * is written so that it keeps its digits.
 */
export function prepare(e: Expression, known: KnownNumbers): Expression {
  const done = new Map<string, Expression>();
  const visit = (node: Expression): Expression => {
    const seen = done.get(node.key);
    if (seen) return seen;
    let result: Expression = node;
    if (node.kind === "symbol" && Object.hasOwn(known, node.name)) result = number(known[node.name]);
    if (node.kind === "apply") {
      const args = node.args.map(visit);
      const made = node.op === "pixelSum" ? takeApart(args[0], known.pixelCount) : apply(node.op, ...args);
      result = withoutCosh(made) ?? made;
    }
    done.set(node.key, result);
    return result;
  };
  return visit(e);
}

/** Pixels are in single precision, in which cosh is 1 near 0 and overflows from 89 on; log cosh does neither. */
function withoutCosh(e: Expression): Expression | undefined {
  if (!variesOver(e, PIXEL)) return undefined;
  if (isApply(e, "mul")) return slopeOfLogCosh(e.args);
  return isApply(e, "log") && isApply(e.args[0], "cosh") ? logCosh(e.args[0].args[0]) : undefined;
}

function takeApart(operand: Expression, pixelCount: number): Expression {
  const terms = holdsReduction(operand) && countTerms(operand) <= MOST_TERMS ? termsOf(operand) : [operand];
  const sum = (term: Expression): Expression =>
    variesOver(term, PIXEL) ? apply("pixelSum", term) : mul(number(pixelCount), term);
  return add(...terms.map(sum));
}

/** Terms from which on another sweep costs less than a sum of each. */
const MOST_TERMS = 64;

/** How many terms taking apart gives, at most: a product of n sums of two terms has 2^n. */
function countTerms(e: Expression): number {
  if (isApply(e, "add")) return e.args.reduce((count, term) => count + countTerms(term), 0);
  if (!isApply(e, "mul")) return 1;
  return splitByAxis(e, PIXEL)[0]
    .filter(isTakenApart)
    .reduce((count, sum) => count * countTerms(sum), 1);
}

function isTakenApart(factor: Expression): boolean {
  return isApply(factor, "add") && holdsReduction(factor);
}

/** The terms of a sum, also of a sum that is a factor of a product. */
function termsOf(e: Expression): Expression[] {
  if (isApply(e, "add")) return e.args.flatMap(termsOf);
  const [varying] = splitByAxis(e, PIXEL);
  const at = varying.find(isTakenApart);
  if (!at || !isApply(e, "mul") || !isApply(at, "add")) return [e];
  const rest = e.args.filter((factor) => factor !== at);
  return at.args.flatMap((term) => termsOf(mul(...rest, term)));
}
