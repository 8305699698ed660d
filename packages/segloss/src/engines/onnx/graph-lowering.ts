import type { OnnxEmitter } from "./emitter.ts";
import { inverse, ratio } from "./lower-division.ts";
import { expm1, log1p, sigmoid, sign, sinh } from "./lower-functions.ts";
import { hardest } from "./lower-hardest.ts";
import { lovaszWeights } from "./lower-lovasz.ts";
import { skeleton, skeletonSlope } from "./lower-skeleton.ts";
import { largestClass, logOthers, logSoftmax, sumClasses, sumOtherClasses } from "./lower-softmax.ts";
import type { GraphLowering, OnnxTensor, ScopeOptions } from "./lowering.ts";
import { broadcastShape, reshapedShape, sameShape } from "./shapes.ts";
import { sumPixels } from "./sum-pixels.ts";

/** Writes operations of one scope into a graph. */
export function graphLowering<V>(emitter: OnnxEmitter<V>, options: ScopeOptions): GraphLowering {
  const handles = (tensors: readonly OnnxTensor[]): V[] => tensors.map((t) => t.value as V);
  const to: GraphLowering = {
    ...options,
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
    isPositive: (a) => to.emit("Cast", [to.emit("Greater", [a, to.scalar(0)], a.shape)], a.shape, { to: 1 }),
    where: (condition, yes, no) =>
      to.emit(
        "Where",
        [condition, yes, no],
        broadcastShape(condition.shape, broadcastShape(yes.shape, no.shape)),
      ),
    reshape: (a, pattern) => to.emit("Reshape", [a, to.integers(pattern)], reshapedShape(a.shape, pattern)),
    reshapeLike: (a, other) => to.emit("Reshape", [a, extentsOf(to, other)], other.shape),
    broadcast: (a, ...others) => broadcast(to, a, others),
    extents: (a, start = 0, end = a.shape.length) => to.emit("Shape", [a], [end - start], { start, end }),
    reduce: (type, a, axes) => reduce(to, type, a, axes),
    log1p: (a) => log1p(to, a),
    sigmoid: (a) => sigmoid(to, a),
    sign: (a) => sign(to, a),
    expm1: (a) => expm1(to, a),
    sinh: (a) => sinh(to, a),
    ratio: (a, b, empty) => ratio(to, a, b, empty),
    inverse: (a) => inverse(to, a),
    sumPixels: (a) => sumPixels(to, a),
    sumClasses: (a) => sumClasses(to, a),
    sumOtherClasses: (a) => sumOtherClasses(to, a),
    logSoftmax: (z) => logSoftmax(to, z),
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

/** The shape of a tensor as a list of integers: a constant where it is known. */
function extentsOf(to: GraphLowering, a: OnnxTensor): OnnxTensor {
  return to.sizes === "fixed" ? to.integers(a.shape) : to.extents(a);
}

function broadcast(to: GraphLowering, a: OnnxTensor, others: readonly OnnxTensor[]): OnnxTensor {
  return others.reduce((sofar, other) => {
    const shape = broadcastShape(sofar.shape, other.shape);
    if (sameShape(sofar.shape, shape)) return sofar;
    const extents = to.sizes === "fixed" ? to.integers(shape) : to.extents(other);
    return to.emit("Expand", [sofar, extents], shape);
  }, a);
}

/** ReduceSum takes its axes as an input, ReduceMax of opset 17 as an attribute. */
function reduce(to: GraphLowering, type: string, a: OnnxTensor, axes: readonly number[]): OnnxTensor {
  const shape = a.shape.map((n, i) => (axes.includes(i) ? 1 : n));
  if (type === "ReduceSum") return to.emit(type, [a, to.integers(axes)], shape, { keepdims: 1 });
  return to.emit(type, [a], shape, { axes, keepdims: 1 });
}
