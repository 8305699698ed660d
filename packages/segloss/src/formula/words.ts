/** A name that formulas know. */
export interface FormulaWord {
  readonly name: string;
  /** A symbol stands alone; functions and reductions take operands, reductions over pixels or classes. */
  readonly kind: "symbol" | "function" | "reduction";
  /** Names of the operands, for a template of the call. */
  readonly operands: readonly string[];
  readonly doc: string;
}

const symbol = (name: string, doc: string): FormulaWord => ({ name, kind: "symbol", operands: [], doc });
const of = (name: string, doc: string, ...operands: string[]): FormulaWord => ({
  ...{ name, kind: "function", doc },
  operands: operands.length === 0 ? ["x"] : operands,
});
const over = (name: string, doc: string, ...operands: string[]): FormulaWord => ({
  ...{ name, kind: "reduction", doc },
  operands: operands.length === 0 ? ["e"] : operands,
});

/** What a formula may say without defining it, in the order in which one learns it: for completion and for references. */
export const FORMULA_WORDS: readonly FormulaWord[] = [
  symbol("p", "probability of the class at the pixel"),
  symbol("y", "target of the class at the pixel: 0 or 1, or a soft label between"),
  symbol("z", "logit, what the network puts out"),
  symbol("q", "1 - p, without a subtraction"),
  symbol("logp", "log p, exact where p is nearly 0"),
  symbol("log1mp", "log(1 - p), exact where p is nearly 1"),
  over("mean", "average over the pixels of the region"),
  over("sum", "sum over the pixels of the region"),
  over("total", "sum over the classes; with one channel the operand itself"),
  over("largest", "the largest over the classes"),
  over("lovasz", "Lovász extension of the Jaccard loss of these errors"),
  over("hardest", "1 for the share of pixels with the largest errors, else 0", "error", "share"),
  over("skeleton", "soft skeleton after so many erosions", "e", "iterations"),
  symbol("d1", "distance to the nearest cell, 0 inside; needs a loss with the field"),
  symbol("d2", "distance to the second nearest cell; needs a loss with the field"),
  symbol("distance", 'signed distance to the border of the truth; needs fields="distance"'),
  symbol("predictedDistance", 'distance to the border of the prediction; needs fields="predictedDistance"'),
  symbol("nearness", 'nearness to the border of the truth; needs fields="nearness"'),
  symbol("smoothed", 'the truth smoothed with a kernel; needs fields="smoothed"'),
  symbol("C", "number of channels"),
  symbol("images", "number of images of the batch"),
  symbol("progress", "how much of the training is done, 0 to 1"),
  symbol("foreground", "0 for class 0, 1 for the others"),
  symbol("classWeights", "weight of the class, 1 where none are given"),
  of("exp", "exponential"),
  of("expm1", "exp(x) - 1, exact near 0"),
  of("log", "natural logarithm"),
  of("log1p", "log(1 + x), exact near 0"),
  of("sqrt", "square root"),
  of("abs", "absolute value"),
  of("sign", "-1, 0 or 1"),
  of("step", "1 where x > 0, else 0"),
  of("relu", "x where x > 0, else 0"),
  of("sigmoid", "1/(1 + exp(-x))"),
  of("softplus", "log(1 + exp(x))"),
  of("tanh", "hyperbolic tangent"),
  of("sinh", "hyperbolic sine"),
  of("cosh", "hyperbolic cosine"),
  of("stop", "x, a constant to the derivative"),
  of("isLargest", "1 for the class with the largest x, else 0"),
  of("min", "the smaller of two", "a", "b"),
  of("max", "the larger of two", "a", "b"),
  of("clip", "x kept between two limits", "x", "low", "high"),
];
