/** Mean of the values added from the least to the greatest, so that their order makes no difference. */
export function sortedMean(values: ArrayLike<number>): number {
  const sum = Float64Array.from(values)
    .sort()
    .reduce((a, b) => a + b, 0);
  return sum / values.length;
}
