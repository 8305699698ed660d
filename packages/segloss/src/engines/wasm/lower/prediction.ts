import { type Axes, CLASS, PIXEL } from "../../../formula/expression.ts";
import type { Value } from "../ir/value.ts";
import type { SavedPrediction } from "../schedule/saved-prediction.ts";
import { isValid, labelSign } from "./conditions.ts";
import { isLargest } from "./largest.ts";
import type { Lowering } from "./lowering.ts";
import { rounded } from "./rounded.ts";

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
  const logit = (): Value => (margin ? build.apply("xor", to.plane("z"), labelSign(to)) : to.plane("z"));
  if (name === "z") return margin ? build.apply("neg", logit()) : logit();
  // Seen from the truth the logit is -x, so p and q change places.
  const ofPlus = margin ? name === "q" || name === "log1mp" : name === "p" || name === "logp";
  if (name === "p" || name === "q") {
    const sign = to.saved ? to.plane("saved") : to.plane("z");
    const signed = margin ? build.apply("xor", sign, labelSign(to)) : sign;
    if (to.saved === "smaller") return oneOfBoth(ofPlus, signed, to);
    const isNegative = build.apply("signMask", signed);
    const e = exponential(to);
    const one = build.constant(1);
    const isOne = build.apply(ofPlus ? "andnot" : "and", one, isNegative);
    return build.apply("mul", build.apply("pmax", e, isOne), shareOfLarger(e, to));
  }
  const zero = build.constant(0);
  const tail = build.apply("log1pUnit", exponential(to));
  const x = logit();
  // log sigma(x) = min(x, 0) - log1p(e), log sigma(-x) = -max(x, 0) - log1p(e).
  if (ofPlus) return build.apply("sub", build.apply("pmin", x, zero), tail);
  return build.apply("neg", build.apply("add", build.apply("pmax", x, zero), tail));
}

/** The smaller of p and 1 - p, which is saved, and the larger, which is 1 less it. */
function both(to: Lowering): { smaller: Value; larger: Value } {
  const { build } = to;
  const smaller = build.apply("abs", to.plane("saved"));
  return { smaller, larger: build.apply("sub", build.constant(1), smaller) };
}

/** p or 1 - p of the smaller of them with a sign, which tells whether p is that: 1 less it, or 0 plus it. */
function oneOfBoth(ofPlus: boolean, signed: Value, { build }: Lowering): Value {
  const isNegative = build.apply("signMask", signed);
  const one = build.constant(1);
  if (ofPlus) return build.apply("sub", build.apply("andnot", one, isNegative), signed);
  return build.apply("add", build.apply("and", one, isNegative), signed);
}

/** 1/(1 + e): the larger of p and 1 - p. */
function shareOfLarger(e: Value, { build }: Lowering): Value {
  const one = build.constant(1);
  return build.apply("div", one, build.apply("add", e, one));
}

/** exp(-|z|), or what an earlier sweep saved of it. */
export function exponential(to: Lowering): Value {
  const { build } = to;
  if (to.saved) return build.apply("abs", to.plane("saved"));
  return build.apply("expNegative", minusSize(to.plane("z"), to));
}

/** -|x|: the sign bit set. */
export function minusSize(x: Value, { build }: Lowering): Value {
  return build.apply("or", x, build.constant(-0));
}

/** p q, in which it does not matter which of them is the larger. */
export function productOfBoth(to: Lowering): Value {
  const { build } = to;
  if (to.saved === "smaller") {
    const { smaller, larger } = both(to);
    return build.apply("mul", smaller, larger);
  }
  const e = exponential(to);
  const larger = shareOfLarger(e, to);
  return build.apply("mul", build.apply("mul", e, larger), larger);
}

/** What the first sweep leaves in the gradient buffer; `turned`: a sign bit that turns that of z. */
export function savedValue(saved: SavedPrediction, turned: Value | null, to: Lowering): Value {
  const { build } = to;
  if (saved === "softmax") return softmaxFamily("p", to);
  const z = to.plane("z");
  const sign = build.apply("and", turned ? build.apply("xor", z, turned) : z, build.constant(-0));
  const e = exponential(to);
  return build.apply("or", saved === "smaller" ? build.apply("mul", e, shareOfLarger(e, to)) : e, sign);
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
  const one = build.constant(1);
  const shifted = build.apply("sub", z, build.apply("classMax", z));
  const e = build.apply("expNegative", shifted);
  const isSmaller = build.apply("less", e, one);
  const smaller = build.apply("classTotal", build.apply("and", e, isSmaller));
  // How many are 1 comes out of a rounded total: fewer instructions than counting.
  const ones = rounded(build.apply("sub", build.apply("classTotal", e), smaller), build);
  const rest = build.apply("add", smaller, build.apply("sub", ones, one));
  const scale = build.apply("div", one, build.apply("add", rest, one));
  const p = build.apply("mul", e, scale);
  const q = build.apply("mul", build.apply("add", rest, build.apply("sub", one, e)), scale);
  if (name === "p") return p;
  if (name === "q") return q;
  const logSum = build.apply("log1p", rest);
  if (name === "logp") return build.apply("sub", shifted, logSum);
  return logOfComplement(p, logSum, to);
}

/** Of saved p, 1 - p: where p > 1/2 the sum of the others, which are then all at most 1/2. */
function savedSoftmax(name: "p" | "q", to: Lowering): Value {
  const { build } = to;
  const p = to.plane("saved");
  if (name === "p") return p;
  const isLarge = build.apply("less", build.constant(0.5), p);
  const small = build.apply("classTotal", build.apply("andnot", p, isLarge));
  return build.apply("select", isLarge, small, build.apply("sub", build.constant(1), p));
}

/**
 * log(1 - p_c): log1p(-p_c) for all but the largest class, whose p may be so near 1 that only logarithms tell:
 * log sum_{k != c} exp(z_k) - log sum_k exp(z_k), the first taken relative to the second largest logit.
 */
function logOfComplement(p: Value, logSum: Value, to: Lowering): Value {
  const { build } = to;
  const z = to.plane("z");
  const isTop = isLargest(z, to);
  const top = build.apply("classMax", z);
  const second = build.apply("classMax", build.apply("select", isTop, build.constant(-3e38), z));
  const below = build.apply(
    "expNegative",
    build.apply("pmin", build.apply("sub", z, second), build.constant(0)),
  );
  const others = build.apply("log", build.apply("classTotal", build.apply("andnot", below, isTop)));
  const ofTop = build.apply("sub", build.apply("add", build.apply("sub", second, top), others), logSum);
  return build.apply("select", isTop, ofTop, build.apply("log1p", build.apply("neg", p)));
}

/** Without a link z is the probability. */
function probability(name: PredictionName, to: Lowering): Value {
  const { build } = to;
  const valid = isValid(to);
  // What is left out may be 0 or 1, where logarithms are infinite.
  const z = valid ? build.apply("select", valid, to.plane("z"), build.constant(0.5)) : to.plane("z");
  if (name === "z" || name === "p") return z;
  if (name === "q") return build.apply("sub", build.constant(1), z);
  return name === "logp" ? build.apply("log", z) : build.apply("log1p", build.apply("neg", z));
}

/** Axes of planes that have one value per class. */
export function classPlaneAxes(channels: number): Axes {
  return (channels === 1 ? PIXEL : PIXEL | CLASS) as Axes;
}
