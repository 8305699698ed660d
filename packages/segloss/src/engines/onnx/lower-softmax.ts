import { cumulateRow } from "./cumulate.ts";
import type { GraphLowering, OnnxTensor } from "./lowering.ts";
import { LONGEST_RUN } from "./sum-pixels.ts";

/** Sum over the classes; many of them in groups, whose sums are added up then. */
export function sumClasses(to: GraphLowering, a: OnnxTensor): OnnxTensor {
  const classes = a.shape[1];
  if (classes <= LONGEST_RUN) return to.reduce("ReduceSum", a, [1]);
  const starts = Array.from({ length: Math.ceil(classes / LONGEST_RUN) }, (_, k) => k * LONGEST_RUN);
  const groups = starts.map((start) => {
    const end = Math.min(classes, start + LONGEST_RUN);
    const shape = a.shape.map((n, axis) => (axis === 1 ? end - start : n));
    const bounds = [to.integers([start]), to.integers([end]), to.integers([1])];
    return to.reduce("ReduceSum", to.emit("Slice", [a, ...bounds], shape), [1]);
  });
  return groups.reduce((sum, group) => to.binary("Add", sum, group));
}

/** A product with the matrix of ones off the diagonal: sums of the other classes, without a subtraction. */
export function sumOtherClasses(to: GraphLowering, a: OnnxTensor): OnnxTensor {
  const classes = a.shape[1];
  const ones = Array.from({ length: classes * classes }, (_, i) => (i % (classes + 1) === 0 ? 0 : 1));
  const flat = to.reshape(a, [0, 0, -1]);
  const sums = to.emit("MatMul", [to.constant(ones, [classes, classes]), flat], flat.shape);
  return to.reshapeLike(sums, a);
}

/**
 * Written out, since LogSoftmax has no kernel on GPUs and rounds -1e-8 to 0: z - max - log1p(rest), the rest being
 * exp(z - max) of the classes below the largest, and 1 for each but one of those that are as large.
 */
export function logSoftmax(to: GraphLowering, z: OnnxTensor): OnnxTensor {
  const below = to.binary("Sub", z, to.reduce("ReduceMax", z, [1]));
  const isLess = to.emit("Less", [below, to.scalar(0)], z.shape);
  const powers = to.unary("Exp", below);
  const ofLess = to.sumClasses(to.where(isLess, powers, to.scalar(0)));
  // A whole number, but for rounding: how many are the largest, less 1.
  const equal = to.binary("Sub", to.binary("Sub", to.sumClasses(powers), ofLess), to.scalar(1 / 2));
  return to.binary("Sub", below, to.log1p(to.binary("Add", ofLess, to.unary("Floor", equal))));
}

/**
 * log(1 - softmax). For the largest class: log-sum-exp of the others less that of all; elsewhere p <= 1/2 and
 * log1p(-p) loses nothing.
 */
export function logOthers(to: GraphLowering, z: OnnxTensor): OnnxTensor {
  const isTop = largestClass(to, z);
  const rest = to.where(isTop, to.scalar(-1e30), z);
  const second = to.reduce("ReduceMax", rest, [1]);
  const sum = to.sumClasses(to.unary("Exp", to.binary("Sub", rest, second)));
  const logRest = to.binary("Add", second, to.unary("Log", sum));
  const logp = to.logSoftmax(z);
  const all = to.binary("Sub", z, logp);
  const small = to.where(isTop, to.scalar(0), to.unary("Exp", logp));
  return to.where(isTop, to.binary("Sub", logRest, all), to.log1p(to.unary("Neg", small)));
}

/**
 * The condition that a class has the largest logit, the first of equal ones. Without ArgMax, whose integers have to be
 * compared with those of the classes: that has no kernel on GPUs.
 */
export function largestClass(to: GraphLowering, z: OnnxTensor): OnnxTensor {
  const isMost = to.emit("Equal", [z, to.reduce("ReduceMax", z, [1])], z.shape);
  const most = to.emit("Cast", [isMost], z.shape, { to: 1 });
  const earlier = cumulateRow(to, most, 1);
  return to.emit("Greater", [most, earlier], z.shape);
}
