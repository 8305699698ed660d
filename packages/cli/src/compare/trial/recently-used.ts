/** A function of a number that keeps its last results, up to `most` in all as `sizeOf` counts them; the newest always. */
export function recentlyUsed<T>(
  make: (key: number) => T,
  sizeOf: (value: T) => number,
  most: number,
): (key: number) => T {
  const kept = new Map<number, T>();
  let size = 0;
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) {
      // A map lists its keys in the order in which they came: this one is the newest again.
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const made = make(key);
    kept.set(key, made);
    size += sizeOf(made);
    for (const [oldest, value] of kept) {
      if (size <= most || oldest === key) break;
      kept.delete(oldest);
      size -= sizeOf(value);
    }
    return made;
  };
}
