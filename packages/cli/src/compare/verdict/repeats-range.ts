/** The truth lay within these shares of the repeats said in four of five simulated comparisons, by how many there were. */
const ONE_REPEAT = [0.35, 2] as const;
const SEVERAL_REPEATS = [0.6, 1.6] as const;

/** How far from `repeats` the repeats that would decide may lie: `5 to 13`. @param now repeats that there are */
export function repeatsRange(repeats: number, now: number): string {
  const [low, high] = now === 1 ? ONE_REPEAT : SEVERAL_REPEATS;
  return `${Math.max(now + 1, Math.round(low * repeats))} to ${Math.round(high * repeats)}`;
}
