import { type Axes, CLASS, PIXEL } from "../../formula/expression.ts";
import type { Value } from "../value.ts";
import { isPositive, isValid } from "./conditions.ts";
import { isLargest } from "./largest.ts";
import type { Lowering, SavedPrediction } from "./lowering.ts";

export type PredictionName = "z" | "p" | "q" | "logp" | "log1mp";

/**
 * The symbols of the prediction as stable computations. Under the sigmoid link `margin` reads them at z (2y - 1), the
 * logit as seen from the truth.
 */
export function prediction(name: PredictionName, to: Lowering, margin: boolean): Value {
  switch (to.setting.link) {
    case "sigmoid":
      return sigmoidFamily(name, to, margin);
    case "softmax":
      return softmaxFamily(name, to);
    case "none":
      return probability(name, to);
  }
}

/**
 * Everything from one exponential e = exp(-|z|), which cannot overflow: 1 - p and p are 1 and e, or e and 1, over
 * 1 + e, so neither is a difference; log p = min(z, 0) - log1p(e).
 */
function sigmoidFamily(name: PredictionName, to: Lowering, margin: boolean): Value {
  const { build } = to;
  const logit = (): Value => (margin ? build.negateWhere(to.plane("z"), isPositive(to)) : to.plane("z"));
  if (name === "z") return margin ? build.neg(logit()) : logit();
  // Seen from the truth the logit is -x, so p and q change places.
  const ofPlus = margin ? name === "q" || name === "log1mp" : name === "p" || name === "logp";
  if (name === "p" || name === "q") {
    const sign = to.saved ? to.plane("saved") : to.plane("z");
    const signed = margin ? build.negateWhere(sign, isPositive(to)) : sign;
    if (to.saved === "smaller") return oneOfBoth(ofPlus, signed, to);
    const isNegative = build.isNegative(signed);
    const e = exponential(to);
    const isOne = build[ofPlus ? "unless" : "where"](1, isNegative);
    return build.mul(build.max(e, isOne), shareOfLarger(e, to));
  }
  const tail = build.log1pUnit(exponential(to));
  const x = logit();
  // log sigma(x) = min(x, 0) - log1p(e), log sigma(-x) = -max(x, 0) - log1p(e).
  if (ofPlus) return build.sub(build.min(x, 0), tail);
  return build.neg(build.add(build.max(x, 0), tail));
}

/** The smaller of p and 1 - p, which is saved, and the larger, which is 1 less it. */
function both(to: Lowering): { smaller: Value; larger: Value } {
  const { build } = to;
  const smaller = build.abs(to.plane("saved"));
  return { smaller, larger: build.sub(1, smaller) };
}

/** p or 1 - p of the smaller of them with a sign, which tells whether p is that: 1 less it, or 0 plus it. */
function oneOfBoth(ofPlus: boolean, signed: Value, { build }: Lowering): Value {
  const isNegative = build.isNegative(signed);
  if (ofPlus) return build.sub(build.unless(1, isNegative), signed);
  return build.add(build.where(1, isNegative), signed);
}

/** 1/(1 + e): the larger of p and 1 - p. */
function shareOfLarger(e: Value, { build }: Lowering): Value {
  return build.div(1, build.add(e, 1));
}

/** exp(-|z|), or what an earlier sweep saved of it. */
export function exponential(to: Lowering): Value {
  const { build } = to;
  if (to.saved) return build.abs(to.plane("saved"));
  return build.expNegative(minusSize(to.plane("z"), to));
}

/** -|x| */
export function minusSize(x: Value, { build }: Lowering): Value {
  return build.neg(build.abs(x));
}

/** p q, in which it does not matter which of them is the larger. */
export function productOfBoth(to: Lowering): Value {
  const { build } = to;
  if (to.saved === "smaller") {
    const { smaller, larger } = both(to);
    return build.mul(smaller, larger);
  }
  const e = exponential(to);
  const larger = shareOfLarger(e, to);
  return build.mul(build.mul(e, larger), larger);
}

/** What the first sweep leaves in the gradient buffer; `turned`: where the sign is not that of z. */
export function savedValue(saved: SavedPrediction, turned: Value | null, to: Lowering): Value {
  const { build } = to;
  if (saved === "softmax") return softmaxFamily("p", to);
  const z = to.plane("z");
  const e = exponential(to);
  const size = saved === "smaller" ? build.mul(e, shareOfLarger(e, to)) : e;
  return build.copySign(size, turned ? build.negateWhere(z, turned) : z);
}

/**
 * e_c = exp(z_c - max z): p_c = e_c/(1 + rest), with `rest` the sum of the e_c that are not 1 plus the number of
 * further ones, so that 1 - p_c = (rest + (1 - e_c))/(1 + rest) has no cancellation for any class.
 */
function softmaxFamily(name: PredictionName, to: Lowering): Value {
  const { build } = to;
  const z = to.plane("z");
  if (name === "z") return z;
  if (to.saved && (name === "p" || name === "q")) return savedSoftmax(name, to);
  const shifted = build.sub(z, build.classMax(z));
  const e = build.expNegative(shifted);
  const isSmaller = build.less(e, 1);
  const smaller = build.classTotal(build.where(e, isSmaller));
  // How many are 1 comes out of a rounded total: fewer instructions than counting.
  const ones = build.round(build.sub(build.classTotal(e), smaller));
  const rest = build.add(smaller, build.sub(ones, 1));
  const scale = build.div(1, build.add(rest, 1));
  const p = build.mul(e, scale);
  const q = build.mul(build.add(rest, build.sub(1, e)), scale);
  if (name === "p") return p;
  if (name === "q") return q;
  const logSum = build.log1p(rest);
  if (name === "logp") return build.sub(shifted, logSum);
  return logOfComplement(p, logSum, to);
}

/** Of saved p, 1 - p: where p > 1/2 the sum of the others, which are then all at most 1/2. */
function savedSoftmax(name: "p" | "q", to: Lowering): Value {
  const { build } = to;
  const p = to.plane("saved");
  if (name === "p") return p;
  const isLarge = build.less(0.5, p);
  const small = build.classTotal(build.unless(p, isLarge));
  return build.select(isLarge, small, build.sub(1, p));
}

/**
 * log(1 - p_c): log1p(-p_c) for all but the largest class, whose p may be so near 1 that only logarithms tell:
 * log sum_{k != c} exp(z_k) - log sum_k exp(z_k), the first taken relative to the second largest logit.
 */
function logOfComplement(p: Value, logSum: Value, to: Lowering): Value {
  const { build } = to;
  const z = to.plane("z");
  const isTop = isLargest(z, to);
  const top = build.classMax(z);
  const second = build.classMax(build.select(isTop, -3e38, z));
  const below = build.expNegative(build.min(build.sub(z, second), 0));
  const others = build.log(build.classTotal(build.unless(below, isTop)));
  const ofTop = build.sub(build.add(build.sub(second, top), others), logSum);
  return build.select(isTop, ofTop, build.log1p(build.neg(p)));
}

/** Without a link z is the probability. */
function probability(name: PredictionName, to: Lowering): Value {
  const { build } = to;
  const valid = isValid(to);
  // What is left out may be 0 or 1, where logarithms are infinite.
  const z = valid ? build.select(valid, to.plane("z"), 0.5) : to.plane("z");
  if (name === "z" || name === "p") return z;
  if (name === "q") return build.sub(1, z);
  return name === "logp" ? build.log(z) : build.log1p(build.neg(z));
}

/** Axes of planes that have one value per class. */
export function classPlaneAxes(channels: number): Axes {
  return (channels === 1 ? PIXEL : PIXEL | CLASS) as Axes;
}
