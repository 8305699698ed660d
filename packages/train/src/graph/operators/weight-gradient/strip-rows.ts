/** A sum of so many products of float32 in one accumulator is still within 1e-6 of the exact one. */
const longestSum = 4096;

/** Rows of the strips into which images are cut: as many as divide the height and keep sums short, all where none does. */
export function stripRows(height: number, width: number): number {
  const most = Math.max(8, Math.floor(longestSum / width));
  if (height <= most) return height;
  const divisors = Array.from({ length: most }, (_, index) => most - index);
  const found = divisors.find((rows) => height % rows === 0)!;
  return found >= 4 ? found : height;
}
