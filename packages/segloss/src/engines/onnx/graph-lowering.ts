import { COUNTS_AS_ZERO } from "../../formula/ops/functions.ts";
import type { OnnxAttribute, OnnxEmitter } from "./emitter.ts";
import { hardest } from "./lower-hardest.ts";
import { lovaszWeights } from "./lower-lovasz.ts";
import { skeleton, skeletonSlope } from "./lower-skeleton.ts";
import type { OnnxLowering, OnnxTensor } from "./lowering.ts";

/** A lowering that also builds the plain nodes that its parts need. */
export interface GraphLowering extends OnnxLowering {
  readonly over: "image" | "batch";
  emit(
    type: string,
    inputs: readonly OnnxTensor[],
    shape: readonly number[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
  ): OnnxTensor;
  emitMany(
    type: string,
    inputs: readonly OnnxTensor[],
    shapes: readonly (readonly number[])[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
  ): OnnxTensor[];
  integers(values: readonly number[]): OnnxTensor;
  constant(values: readonly number[], shape: readonly number[]): OnnxTensor;
  reshape(a: OnnxTensor, shape: readonly number[]): OnnxTensor;
  /** The tensor broadcast to a shape. */
  expand(a: OnnxTensor, shape: readonly number[]): OnnxTensor;
  reduce(type: "ReduceSum" | "ReduceMax", a: OnnxTensor, axes: readonly number[]): OnnxTensor;
}

/** Writes operations of one scope into a graph. */
export function graphLowering<V>(emitter: OnnxEmitter<V>, over: "image" | "batch"): GraphLowering {
  const handles = (tensors: readonly OnnxTensor[]): V[] => tensors.map((t) => t.value as V);
  const to: GraphLowering = {
    over,
    emit: (type, inputs, shape, attributes) => ({
      value: emitter.emit(type, handles(inputs), shape, attributes),
      shape,
    }),
    emitMany: (type, inputs, shapes, attributes) =>
      emitter
        .emitMany(type, handles(inputs), shapes, attributes)
        .map((value, i) => ({ value, shape: shapes[i] })),
    integers: (values) => ({ value: emitter.integers(values), shape: [values.length] }),
    constant: (values, shape) => ({ value: emitter.constant(values, shape), shape }),
    scalar: (value) => ({ value: emitter.constant(value), shape: [], number: value }),
    unary: (type, a) => to.emit(type, [a], a.shape),
    binary: (type, a, b) => to.emit(type, [a, b], broadcastShape(a.shape, b.shape)),
    halfOf: (a) => to.binary("Mul", a, to.scalar(0.5)),
    isZero: (a) => to.emit("Equal", [a, to.scalar(0)], a.shape),
    isTiny: (a) => to.emit("Less", [to.unary("Abs", a), to.scalar(COUNTS_AS_ZERO)], a.shape),
    isPositive: (a) => to.emit("Cast", [to.emit("Greater", [a, to.scalar(0)], a.shape)], a.shape, { to: 1 }),
    where: (condition, yes, no) =>
      to.emit(
        "Where",
        [condition, yes, no],
        broadcastShape(condition.shape, broadcastShape(yes.shape, no.shape)),
      ),
    reshape: (a, shape) => to.emit("Reshape", [a, to.integers(shape)], shape),
    expand: (a, shape) => (sameShape(a.shape, shape) ? a : to.emit("Expand", [a, to.integers(shape)], shape)),
    reduce: (type, a, axes) => reduce(to, type, a, axes),
    log1p: (a) => log1p(to, a),
    sigmoid: (a) => sigmoid(to, a),
    sumPixels: (a) => sumPixels(to, a),
    sumClasses: (a) => to.reduce("ReduceSum", a, [1]),
    sumOtherClasses: (a) => sumOtherClasses(to, a),
    logSoftmax: (z) => to.emit("LogSoftmax", [z], z.shape, { axis: 1 }),
    logOthers: (z) => logOthers(to, z),
    isLargest: (z) => to.emit("Cast", [largestClass(to, z)], z.shape, { to: 1 }),
    maxClasses: (a) => to.reduce("ReduceMax", a, [1]),
    hardest: (error, share, weight) => hardest(to, error, share, weight),
    lovaszWeights: (error, truth, weight) => lovaszWeights(to, error, truth, weight),
    skeleton: (image, iterations) => skeleton(to, image, iterations),
    skeletonSlope: (adjoint, image, iterations) => skeletonSlope(to, adjoint, image, iterations),
  };
  return to;
}

export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [m, n] = [a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1];
    return m === 1 ? n : m;
  });
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** ReduceSum takes its axes as an input, ReduceMax of opset 17 as an attribute. */
function reduce(to: GraphLowering, type: string, a: OnnxTensor, axes: readonly number[]): OnnxTensor {
  const shape = a.shape.map((n, i) => (axes.includes(i) ? 1 : n));
  if (type === "ReduceSum") return to.emit(type, [a, to.integers(axes)], shape, { keepdims: 1 });
  return to.emit(type, [a], shape, { axes, keepdims: 1 });
}

function sumPixels(to: GraphLowering, a: OnnxTensor): OnnxTensor {
  const space = a.shape.map((_, i) => i).slice(2);
  return to.reduce("ReduceSum", a, to.over === "image" ? space : [0, ...space]);
}

/** With u = 1 + x rounded, log(u) x/(u - 1) makes up for the rounding (W. Kahan, HP-15C manual, 1982). */
function log1p(to: GraphLowering, x: OnnxTensor): OnnxTensor {
  const one = to.scalar(1);
  const u = to.binary("Add", x, one);
  const corrected = to.binary("Div", to.binary("Mul", to.unary("Log", u), x), to.binary("Sub", u, one));
  return to.where(to.emit("Equal", [u, one], u.shape), x, corrected);
}

/** From e = exp(-|x|): onnxruntime's own Sigmoid stops at 1.5e-8, and p^2 log p would be lost there. */
function sigmoid(to: GraphLowering, x: OnnxTensor): OnnxTensor {
  const e = to.unary("Exp", to.unary("Neg", to.unary("Abs", x)));
  const upper = to.unary("Reciprocal", to.binary("Add", e, to.scalar(1)));
  const negative = to.emit("Less", [x, to.scalar(0)], x.shape);
  return to.where(negative, to.binary("Mul", e, upper), upper);
}

/** A product with the matrix of ones off the diagonal: sums of the other classes, without a subtraction. */
function sumOtherClasses(to: GraphLowering, a: OnnxTensor): OnnxTensor {
  const [batch, classes, ...space] = a.shape;
  const pixels = space.reduce((m, n) => m * n, 1);
  const ones = Array.from({ length: classes * classes }, (_, i) => (i % (classes + 1) === 0 ? 0 : 1));
  const flat = to.reshape(a, [batch, classes, pixels]);
  const sums = to.emit("MatMul", [to.constant(ones, [classes, classes]), flat], [batch, classes, pixels]);
  return to.reshape(sums, a.shape);
}

/**
 * log(1 - softmax). For the largest class: log-sum-exp of the others less that of all; elsewhere p <= 1/2 and
 * log1p(-p) loses nothing.
 */
function logOthers(to: GraphLowering, z: OnnxTensor): OnnxTensor {
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

/** The condition that a class has the largest logit; ArgMax takes the first of equal ones. */
function largestClass(to: GraphLowering, z: OnnxTensor): OnnxTensor {
  const [, classes, ...space] = z.shape;
  const row = z.shape.map((n, i) => (i === 1 ? 1 : n));
  const top = to.emit("ArgMax", [z], row, { axis: 1, keepdims: 1 });
  const shape = [1, classes, ...space.map(() => 1)];
  const indices = to.reshape(to.integers(Array.from({ length: classes }, (_, c) => c)), shape);
  return to.emit("Equal", [top, indices], z.shape);
}
