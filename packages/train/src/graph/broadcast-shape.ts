/** Shape of an elementwise operator's result by the rules of NumPy. Throws where the extents cannot be matched. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new RangeError(
        `Shapes [${a}] and [${b}] cannot be combined elementwise: ${left} meets ${right}.`,
      );
    }
    return Math.max(left, right);
  });
}
