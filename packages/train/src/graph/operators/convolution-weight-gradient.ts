import type { Graph } from "../graph.ts";
import type { Value } from "../value.ts";
import { reshape } from "./layout.ts";
import { transposedProduct } from "./transposed-product.ts";

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** [N, C, H, W] as [N, C, H * W]. */
function flat(g: Graph, value: Value): Value {
  const [n, c, h, w] = value.shape;
  return reshape(g, value, [n, c, h * w]);
}

function sumOverImages(g: Graph, value: Value): Value {
  return g.emit("ReduceSum", [value, g.integers([0])], value.shape.slice(1), { keepdims: 0 });
}

/** Moves an image sideways: result[y, x] = value[y, x + by], 0 where that lies outside. */
function sideways(g: Graph, value: Value, by: number): Value {
  // A negative pad crops, so one Pad moves an image without changing its size.
  return by === 0 ? value : g.emit("Pad", [value, g.integers([0, 0, 0, -by, 0, 0, 0, by])], value.shape);
}

/** `size` copies of every channel, copy i moved so that its row u is row u + p - i: [N, C, H, W] to [N, C * size, H, W]. */
function movedUpAndDown(g: Graph, value: Value, size: number): Value {
  if (size === 1) return value;
  const [n, c, h, w] = value.shape;
  const p = (size - 1) / 2;
  const padded = g.emit("Pad", [value, g.integers([0, 0, p, 0, 0, 0, p, 0])], [n, c, h + 2 * p, w]);
  const rows = range(size).flatMap((i) => range(h).map((u) => u + 2 * p - i));
  const copies = g.emit("Gather", [padded, reshape(g, g.integers(rows), [size, h])], [n, c, size, h, w], {
    axis: 2,
  });
  return reshape(g, copies, [n, c * size, h, w]);
}

/**
 * dW[k, c, i, j] = sum over y, x of D[k, y, x] X[c, y + i - p, x + j - p]. With u = y + i - p this is a product of D moved
 * vertically by i and X moved horizontally by j. So `size` copies of each side and as many matrix products give all taps,
 * where the usual unfolding needs size * size copies of one side.
 */
function unitStride(g: Graph, x: Value, gradient: Value, [k, c, size]: readonly number[]): Value {
  const p = (size - 1) / 2;
  const rows = flat(g, movedUpAndDown(g, gradient, size));
  // One product a column of taps: copying all columns side by side would cost more than the larger product gains.
  const products = range(size).map((j) => transposedProduct(g, rows, flat(g, sideways(g, x, j - p))));
  const shape = [x.shape[0], k * size, size * c];
  const perImage = size === 1 ? products[0] : g.emit("Concat", products, shape, { axis: 2 });
  const taps = reshape(g, sumOverImages(g, perImage), [k, size, size, c]);
  return g.emit("Transpose", [taps], [k, c, size, size], { perm: [0, 3, 1, 2] });
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
  const copies = range(size * size).map((at) => tap(Math.floor(at / size), at % size));
  const columns = g.emit("Concat", copies, [n, size * size * c, outHeight, outWidth], { axis: 1 });
  const perImage = transposedProduct(g, flat(g, gradient), flat(g, columns));
  const taps = reshape(g, sumOverImages(g, perImage), [k, size, size, c]);
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
