/** The smallest and the largest finite number; 0 and 1 where there is none. */
export function extent(values: readonly number[]): [number, number] {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  if (finite.length === 0) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}
