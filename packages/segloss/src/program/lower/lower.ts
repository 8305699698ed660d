import { add, mul, pow } from "../../formula/algebra.ts";
import {
  type ApplyNode,
  type Expression,
  isApply,
  isNumber,
  isSymbol,
  number,
  PIXEL,
  symbol,
  topological,
  variesOver,
} from "../../formula/expression.ts";
import { splitByAxis, splitFactor } from "../../formula/factors.ts";
import { PREDICTION_SYMBOLS } from "../../formula/ops/functions.ts";
import { winningZeros } from "../../formula/winning-zeros.ts";
import { engineLimit } from "../engine-limit.ts";
import type { Value } from "../value.ts";
import { conditionOf, isPositive, isValid } from "./conditions.ts";
import { holdsReduction } from "./holds-reduction.ts";
import {
  choosesByLabel,
  commonFactors,
  commonTerms,
  gatherTerms,
  labelChoice,
  mirrorImage,
  pixelCost,
} from "./label-choice.ts";
import type { Lowering } from "./lowering.ts";
import { isLowered, LOWER_OP } from "./op-lowering.ts";
import { type PredictionName, prediction, productOfBoth } from "./prediction.ts";

/** The vector program of an expression over pixels. */
export function lower(e: Expression, to: Lowering, margin = false): Value {
  const memo = margin ? to.memo.margin : to.memo.plain;
  const known = memo.get(e.key);
  if (known) return known;
  const value = lowerNew(gatherTerms(e), to, margin);
  memo.set(e.key, value);
  return value;
}

function lowerNew(e: Expression, to: Lowering, margin: boolean): Value {
  if (!variesOver(e, PIXEL))
    return e.kind === "number" ? to.build.constant(e.value) : to.coefficient(e, to.scope);
  if (e.kind === "symbol") return lowerSymbol(e.name, to, margin);
  if (choosesByLabel(e)) {
    const chosen = lowerChoice(e, to);
    if (chosen) return chosen;
  }
  return lowerApply(e as ApplyNode, to, margin);
}

function lowerSymbol(name: string, to: Lowering, margin: boolean): Value {
  const { build, setting } = to;
  if (PREDICTION_SYMBOLS.includes(name)) return prediction(name as PredictionName, to, margin);
  if (name === "y") return build.where(1, isPositive(to));
  if (name === "v" || (name === "w" && !setting.weighted)) {
    return build.where(1, isValid(to) as Value);
  }
  if (name === "w") {
    const valid = isValid(to);
    const weights = to.plane("weights");
    return valid ? build.where(weights, valid) : weights;
  }
  return to.plane(name);
}

/**
 * An expression that depends on the hard target, as a choice between two that do not: better than arithmetic with 0
 * and 1 where it costs no more, and free of differences such as 1 - p.
 */
function lowerChoice(e: Expression, to: Lowering): Value | null {
  const choice = labelChoice(e);
  // 0 times infinity, which the target's 0 wins where it is multiplied.
  if (
    topological([choice.positive, choice.negative]).some(
      (part) => part.kind === "number" && Number.isNaN(part.value),
    )
  )
    return null;
  const image = to.setting.link === "sigmoid" ? mirrorImage(choice) : null;
  if (image) {
    const part = lower(image.part, to, true);
    return scaleByLabel(part, image.positiveFactor, image.negativeFactor, to);
  }
  const { positive, negative, common } = commonFactors(choice);
  const terms = commonTerms({ positive, negative });
  if (terms) {
    const chosen = select(terms.positive, terms.negative, to);
    const sum = to.build.add(chosen, lower(terms.common, to));
    return common.length === 0 ? sum : to.build.mul(lower(mul(...common), to), sum);
  }
  if (pixelCost([positive, negative]) > pixelCost([e]) - common.length + 1) return null;
  const selected = select(positive, negative, to);
  return common.length === 0 ? selected : to.build.mul(lower(mul(...common), to), selected);
}

function select(positive: Expression, negative: Expression, to: Lowering): Value {
  const { build } = to;
  if (isNumber(negative, 0)) return build.where(lower(positive, to), isPositive(to));
  if (isNumber(positive, 0)) return build.unless(lower(negative, to), isPositive(to));
  if (positive.key === mul(number(-1), negative).key) {
    return build.negateWhere(lower(negative, to), isPositive(to));
  }
  const [a, b] = [lower(positive, to), lower(negative, to)];
  return build.select(isPositive(to), a, b);
}

/** part times a factor that depends on the label. */
function scaleByLabel(part: Value, positive: Expression, negative: Expression, to: Lowering): Value {
  const { build } = to;
  if (positive.key === negative.key) return build.mul(lower(positive, to), part);
  if (positive.key === mul(number(-1), negative).key) {
    return build.negateWhere(build.mul(lower(negative, to), part), isPositive(to));
  }
  return build.mul(select(positive, negative, to), part);
}

function lowerApply(e: ApplyNode, to: Lowering, margin: boolean): Value {
  if (isApply(e, "add")) return lowerAdd(e, to, margin);
  if (isApply(e, "mul")) return lowerMul(e, to, margin);
  if (!isLowered(e.op)) {
    throw engineLimit(
      `The operation ${e.op} over pixels cannot be compiled in this place: use the reference engine for this loss.`,
    );
  }
  return LOWER_OP[e.op](e, to, (arg) => lower(arg, to, margin), lower);
}

function lowerAdd(e: ApplyNode, to: Lowering, margin: boolean): Value {
  const { build } = to;
  const varying = e.args.filter((arg) => variesOver(arg, PIXEL));
  const fixed = add(...e.args.filter((arg) => !variesOver(arg, PIXEL)));
  const signed = varying.map((term) => {
    const [factor, rest] = splitFactor(term);
    const minus = isNumber(factor, -1);
    return { minus, value: lower(minus ? rest : term, to, margin) };
  });
  if (!isNumber(fixed, 0)) signed.push({ minus: false, value: lower(fixed, to) });
  signed.sort((a, b) => Number(a.minus) - Number(b.minus));
  const [first, ...others] = signed;
  const start = first.minus ? build.neg(first.value) : first.value;
  const total = others.reduce((sum, { minus, value }) => build[minus ? "sub" : "add"](sum, value), start);
  // A mean taken from every pixel is rounded the same way for all of them.
  if (!to.inSum || !holdsReduction(fixed)) return total;
  return build.add(total, to.coefficient(fixed, to.scope, "low"));
}

function lowerMul(e: ApplyNode, to: Lowering, margin: boolean): Value {
  const { build } = to;
  const [varying, fixed] = splitByAxis(e, PIXEL);
  const conditions: Value[] = [];
  let factors: Expression[] = [];
  let weights: Value | null = null;
  for (const factor of varying) {
    const condition = conditionOf(factor, to);
    if (condition) conditions.push(condition);
    else if (isSymbol(factor, "w")) {
      weights = to.plane("weights");
      const valid = isValid(to);
      if (valid) conditions.push(valid);
    } else factors.push(factor);
  }
  let product: Value | null = null;
  const multiply = (value: Value): void => {
    product = product === null ? value : build.mul(product, value);
  };
  if (to.setting.link === "sigmoid") {
    const pair = takePair(factors);
    if (pair) {
      factors = pair.rest;
      for (let i = 0; i < pair.count; i++) multiply(productOfBoth(to));
    }
  }
  const made = factors.map((factor) => ({ expression: factor, value: lower(factor, to, margin) }));
  if (weights !== null) made.push({ expression: symbol("w", PIXEL), value: weights });
  for (const { value } of made) multiply(value);
  const constant = mul(...fixed);
  if (product === null) product = lower(constant, to);
  else if (!isNumber(constant, 1)) {
    const value = lower(constant, to);
    product = build.mul(value, product);
    if (constant.kind !== "number") made.push({ expression: constant, value });
  }
  // Only without a link does a factor reach infinity where the loss has a value.
  if (to.setting.link === "none") conditions.push(...aboveZero(made, to));
  return conditions.reduce((value, condition) => build.where(value, condition), product as Value);
}

/** Conditions under which a product is what its factors give, and not the 0 of one of them. */
function aboveZero(
  factors: readonly { readonly expression: Expression; readonly value: Value }[],
  { build }: Lowering,
): Value[] {
  const wins = winningZeros(factors.map(({ expression }) => expression));
  const zeros = factors.filter((_, i) => wins[i]);
  return zeros.map(({ value }) => build.not(build.equal(value, 0)));
}

/** Takes p q out of a product that has both. */
function takePair(factors: readonly Expression[]): { rest: Expression[]; count: number } | null {
  const power = (name: string): number => {
    for (const e of factors) {
      if (isSymbol(e, name)) return 1;
      if (isApply(e, "pow") && isSymbol(e.args[0], name) && isWhole(e.args[1])) return e.args[1].value;
    }
    return 0;
  };
  const count = Math.min(power("p"), power("q"));
  if (count < 1) return null;
  const without = mul(...factors, ...["p", "q"].map((name) => powerOf(name, factors, -count)));
  return { rest: isApply(without, "mul") ? [...without.args] : isNumber(without, 1) ? [] : [without], count };
}

function isWhole(e: Expression): e is Expression & { value: number } {
  return e.kind === "number" && Number.isInteger(e.value) && e.value > 0;
}

function powerOf(name: string, factors: readonly Expression[], exponent: number): Expression {
  const base = factors
    .map((e) => (isApply(e, "pow") ? e.args[0] : e))
    .find((e) => isSymbol(e, name)) as Expression;
  return pow(base, number(exponent));
}
