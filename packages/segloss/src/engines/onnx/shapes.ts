/** The common shape of two tensors, as NumPy has it. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [m, n] = [a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1];
    return m === 1 ? n : m;
  });
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** The shape that ONNX's Reshape gives: 0 keeps an axis, -1 takes what is left. */
export function reshapedShape(shape: readonly number[], pattern: readonly number[]): number[] {
  const kept = pattern.map((n, i) => (n === 0 ? shape[i] : n));
  const known = kept.reduce((product, n) => (n < 0 ? product : product * n), 1);
  return kept.map((n) => (n < 0 ? sizeOf(shape) / known : n));
}

/** Elements of a tensor. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
