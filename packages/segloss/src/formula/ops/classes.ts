import type { Constructors } from "../constructors.ts";
import { type Axes, CLASS, type Expression, NO_AXES, number, symbol, unionAxes } from "../expression.ts";
import { splitByAxis } from "../factors.ts";
import { isHardTarget } from "../targets.ts";
import type { ClassOp } from "./op.ts";

const CLASS_COUNT = symbol("classCount", NO_AXES);

const without =
  (axis: Axes) =>
  (args: readonly Expression[]): Axes =>
    (args[0].axes & ~axis) as Axes;

/** Factors that do not vary over classes leave a sum over classes. */
function hoist(
  op: "total" | "others",
  e: Expression,
  { apply, mul, sub }: Constructors,
): Expression | undefined {
  const [varying, fixed] = splitByAxis(e, CLASS);
  if (fixed.length === 0) return undefined;
  if (varying.length === 0) return mul(op === "total" ? CLASS_COUNT : sub(CLASS_COUNT, number(1)), e);
  return mul(...fixed, apply(op, mul(...varying)));
}

/** Sum over the classes. */
export const total: ClassOp = {
  kind: "classes",
  arity: 1,
  axes: without(CLASS),
  reference(row, out) {
    out[0] = row.reduce((a, b) => a + b, 0);
  },
  derivative: (adjoint) => adjoint,
  // Of class indices exactly one class is true, so their sum is 1 (an ignored pixel has weight 0 anyway).
  simplify: ([e], make) => (isHardTarget(e) ? number(1) : hoist("total", e, make)),
};

/** Sum over the other classes, summed directly: `total(x) - x` would cancel where one class dominates. */
export const others: ClassOp = {
  kind: "classes",
  arity: 1,
  axes: (args) => args[0].axes,
  reference(row, out) {
    const n = row.length;
    out.fill(0);
    let below = 0;
    for (let c = 0; c < n; c++) {
      out[c] += below;
      below += row[c];
    }
    let above = 0;
    for (let c = n - 1; c >= 0; c--) {
      out[c] += above;
      above += row[c];
    }
  },
  derivative: (adjoint, _args, _i, make) => make.apply("others", adjoint),
  simplify: ([e], make) => (isHardTarget(e) ? make.sub(number(1), e) : hoist("others", e, make)),
};

/**
 * How far each class's value is above the mean of all, weighted by p: g_c - sum_k p_k g_k for p that sum to 1. A number that is taken from every g changes nothing; with that of the class
 * whose p is above 1/2, if there is one, that class's terms vanish, and nothing cancels where its p is nearly 1.
 */
export const aboveMean: ClassOp = {
  kind: "classes",
  arity: 2,
  axes: unionAxes,
  reference(p, out, g) {
    const top = p.findIndex((x) => x > 1 / 2);
    const ofTop = top < 0 ? 0 : g[top];
    let mean = 0;
    for (let k = 0; k < p.length; k++) mean += p[k] * (g[k] - ofTop);
    for (let c = 0; c < p.length; c++) out[c] = g[c] - ofTop - mean;
  },
  derivative(adjoint, [p, g], i, { apply, mul, neg, sub }) {
    const sum = apply("total", adjoint);
    return i === 0 ? neg(mul(g, sum)) : sub(adjoint, mul(p, sum));
  },
  // What is the same for all classes is its own mean.
  simplify: ([, g]) => (g.axes & CLASS ? undefined : number(0)),
};

/**
 * log softmax: z_c - log sum_k exp(z_k). With the largest logit taken out and log1p of the rest, the largest
 * class keeps its full relative precision (-1e-40 stays -1e-40).
 */
export const logSoftmax: ClassOp = {
  kind: "classes",
  arity: 1,
  axes: (args) => args[0].axes,
  reference(row, out) {
    const top = indexOfMax(row);
    let rest = 0;
    for (let c = 0; c < row.length; c++) if (c !== top) rest += Math.exp(row[c] - row[top]);
    const logSum = Math.log1p(rest);
    for (let c = 0; c < row.length; c++) out[c] = row[c] - row[top] - logSum;
  },
  derivative: (adjoint, args, _i, { apply, mul, sub }) =>
    sub(adjoint, mul(apply("exp", apply("logSoftmax", args[0])), apply("total", adjoint))),
};

/** log(1 - softmax_c): the log-sum-exp of the other logits less that of all. */
export const logOthers: ClassOp = {
  kind: "classes",
  arity: 1,
  axes: (args) => args[0].axes,
  reference(row, out) {
    const top = indexOfMax(row);
    let second = Number.NEGATIVE_INFINITY;
    let rest = 0;
    for (let c = 0; c < row.length; c++) {
      if (c === top) continue;
      second = Math.max(second, row[c]);
      rest += Math.exp(row[c] - row[top]);
    }
    const logSum = Math.log1p(rest);
    let scaled = 0;
    for (let c = 0; c < row.length; c++) {
      if (c !== top) scaled += Math.exp(row[c] - second);
      out[c] = Math.log1p(-Math.exp(row[c] - row[top] - logSum));
    }
    out[top] = second - row[top] + Math.log(scaled) - logSum;
  },
  derivative: (adjoint, args, _i, { add, apply, mul, neg }) => {
    const p = apply("exp", apply("logSoftmax", args[0]));
    const scaled = mul(adjoint, p, apply("exp", neg(apply("logOthers", args[0]))));
    return add(neg(scaled), mul(p, apply("total", scaled)));
  },
};

/** One-hot of the largest logit; of equal ones the first. */
export const isLargest: ClassOp = {
  kind: "classes",
  arity: 1,
  axes: (args) => args[0].axes,
  reference(row, out) {
    out.fill(0);
    out[indexOfMax(row)] = 1;
  },
  derivative: () => null,
  // One value for all classes is the largest of one.
  simplify: ([e]) => (e.axes & CLASS ? undefined : number(1)),
};

/** The largest value of the classes; the gradient goes to the first of equal ones. */
export const largest: ClassOp = {
  kind: "classes",
  arity: 1,
  axes: without(CLASS),
  reference(row, out) {
    out[0] = row[indexOfMax(row)];
  },
  derivative: (adjoint, [x], _i, { apply, mul }) => mul(adjoint, apply("isLargest", x)),
  simplify: ([e]) => (e.axes & CLASS ? undefined : e),
};

function indexOfMax(row: Float64Array): number {
  let top = 0;
  for (let c = 1; c < row.length; c++) if (row[c] > row[top]) top = c;
  return top;
}
