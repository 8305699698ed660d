/** @throws RangeError when the value there is no probability */
export function checkedProbability(p: ArrayLike<number>, i: number): number {
  const value = p[i];
  // Sums of a softmax in float32 may exceed 1 by a few units in the last place.
  if (value >= 0 && value <= 1 + 1e-6) return value;
  throw new RangeError(
    `value ${value} at index ${i} is no probability; expected 0 to 1, after softmax or sigmoid`,
  );
}
