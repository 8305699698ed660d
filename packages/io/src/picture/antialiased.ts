const WHITE = 255;
/** Pixels around one that an edge is smoothed over. */
const REACH = 4;
/** Share of the grays that have black and white near them. */
const AT_EDGES = 0.95;
/** Share of pixels that are black or white. */
const PLAIN_SHARE = 0.5;
/** Grays that a smoothed edge has at least; one or two may be labels (a trimap has 128). */
const LEAST_GRAYS = 3;

/** Blurred or enlarged masks have many grays; then nearly black and nearly white will do for the two sides of an edge. */
const MANY_GRAYS = 16;
const NEARLY_BLACK = 64;
const NEARLY_WHITE = 191;
/** Share of such grays that may lie in the middle of nine equal pixels: labels do, ramps do not. */
const MOST_FLAT = 0.02;

/**
 * Whether gray samples are a black and white mask with smoothed edges: some grays, nearly all of them between black and
 * white. Labels that a mask numbers lie in regions, not along the edges of two others.
 */
export function isAntialiased(data: Uint8Array, width: number, height: number): boolean {
  // Masks of labels, which most are, have no white.
  if (!data.includes(WHITE) || !data.includes(0)) return false;
  const counts = new Uint32Array(256);
  for (let i = 0; i < data.length; i++) counts[data[i]]++;
  const kinds = counts.subarray(1, WHITE).reduce((sum, count) => sum + Number(count > 0), 0);
  const grays = data.length - counts[0] - counts[WHITE];
  if (kinds < LEAST_GRAYS || grays > (1 - PLAIN_SHARE) * data.length) return false;
  let [between, nearly, flat] = [0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0 || data[i] === WHITE) continue;
    const [low, high] = range(data, i, width, height, REACH);
    if (low === 0 && high === WHITE) between++;
    if (low <= NEARLY_BLACK && high >= NEARLY_WHITE) nearly++;
    const [least, most] = range(data, i, width, height, 1);
    if (least === most) flat++;
  }
  if (between >= AT_EDGES * grays) return true;
  return kinds >= MANY_GRAYS && nearly >= AT_EDGES * grays && flat <= MOST_FLAT * grays;
}

/** Least and greatest value up to some pixels around one, in its slice. */
function range(data: Uint8Array, i: number, width: number, height: number, reach: number): [number, number] {
  const start = i - (i % (width * height));
  const [x, y] = [(i - start) % width, Math.floor((i - start) / width)];
  let [low, high] = [WHITE, 0];
  for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++)
    for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++) {
      const value = data[start + v * width + u];
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  return [low, high];
}
