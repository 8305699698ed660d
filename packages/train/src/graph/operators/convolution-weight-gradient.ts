import type { Graph } from "../graph.ts";
import type { Value } from "../value.ts";
import { reshape } from "./layout.ts";

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Moves an image by whole pixels: result[y, x] = value[y + dy, x + dx], 0 where that lies outside. */
function shifted(g: Graph, value: Value, dy: number, dx: number): Value {
  if (dy === 0 && dx === 0) return value;
  // A negative pad crops, so one Pad moves an image without changing its size.
  return g.emit("Pad", [value, g.integers([0, 0, -dy, -dx, 0, 0, dy, dx])], value.shape);
}

/** Sums a product of [N, A, L] and [N, B, L] over images and pixels to [A, B]. */
function correlate(g: Graph, a: Value, b: Value): Value {
  const [n, rows, ...pixels] = a.shape;
  const columns = b.shape[1];
  const flat = (value: Value) => reshape(g, value, [n, value.shape[1], pixels[0] * pixels[1]]);
  const perImage = g.emit("com.microsoft.FusedMatMul", [flat(a), flat(b)], [n, rows, columns], { transB: 1 });
  return g.emit("ReduceSum", [perImage, g.integers([0])], [rows, columns], { keepdims: 0 });
}

function stacked(g: Graph, parts: readonly Value[]): Value {
  const [n, c, h, w] = parts[0].shape;
  return parts.length === 1 ? parts[0] : g.emit("Concat", parts, [n, parts.length * c, h, w], { axis: 1 });
}

/**
 * dW[k, c, i, j] = sum over y, x of D[k, y, x] X[c, y + i - p, x + j - p]. With u = y + i - p this is a product of D moved
 * vertically by i and X moved horizontally by j, so k copies of each side and one matrix product give all k * k taps,
 * where the usual unfolding needs k * k copies.
 */
function unitStride(g: Graph, x: Value, gradient: Value, [k, c, size]: readonly number[]): Value {
  const p = (size - 1) / 2;
  const rows = stacked(
    g,
    range(size).map((i) => shifted(g, gradient, p - i, 0)),
  );
  const columns = stacked(
    g,
    range(size).map((j) => shifted(g, x, 0, j - p)),
  );
  const taps = reshape(g, correlate(g, rows, columns), [size, k, size, c]);
  return g.emit("Transpose", [taps], [k, c, size, size], { perm: [1, 3, 0, 2] });
}

/** The usual unfolding: one strided copy of the padded input for every tap. */
function anyStride(
  g: Graph,
  x: Value,
  gradient: Value,
  [k, c, size]: readonly number[],
  stride: number,
): Value {
  const p = (size - 1) / 2;
  const [n, , h, w] = x.shape;
  const [, , outHeight, outWidth] = gradient.shape;
  const shape = [n, c, h + 2 * p, w + 2 * p];
  const padded = p ? g.emit("Pad", [x, g.integers([0, 0, p, p, 0, 0, p, p])], shape) : x;
  const tap = (i: number, j: number) => {
    const end = [i + (outHeight - 1) * stride + 1, j + (outWidth - 1) * stride + 1];
    const bounds = [[i, j], end, [2, 3], [stride, stride]].map((entry) => g.integers(entry));
    return g.emit("Slice", [padded, ...bounds], [n, c, outHeight, outWidth]);
  };
  const columns = stacked(
    g,
    range(size * size).map((at) => tap(Math.floor(at / size), at % size)),
  );
  const taps = reshape(g, correlate(g, gradient, columns), [k, size, size, c]);
  return g.emit("Transpose", [taps], [k, c, size, size], { perm: [0, 3, 1, 2] });
}

/** Derivative of a convolution with respect to its weight of the given shape [K, C, k, k]. */
export function convolutionWeightGradient(
  g: Graph,
  x: Value,
  gradient: Value,
  shape: readonly number[],
  stride: number,
): Value {
  return stride === 1 ? unitStride(g, x, gradient, shape) : anyStride(g, x, gradient, shape, stride);
}
