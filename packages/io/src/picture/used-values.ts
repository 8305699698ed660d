/** The different values of an array. */
export function usedValues(data: ArrayLike<number>): Set<number> {
  const seen = new Set<number>();
  let previous: number | undefined;
  for (let i = 0; i < data.length; i++) {
    // Neighbours mostly agree, and asking the set is the slow part.
    if (data[i] !== previous) seen.add(data[i]);
    previous = data[i];
  }
  return seen;
}
