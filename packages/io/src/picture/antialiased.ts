const WHITE = 255;
/** Pixels around one that an edge is smoothed over. */
const REACH = 4;
/** Share of the grays that have black and white near them. */
const AT_EDGES = 0.95;
/** Share of pixels that are black or white. */
const PLAIN_SHARE = 0.5;
/** Grays that a smoothed edge has at least; one or two may be labels (a trimap has 128). */
const LEAST_GRAYS = 3;

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
  let between = 0;
  const slice = width * height;
  for (let i = 0; i < data.length; i++)
    if (data[i] !== 0 && data[i] !== WHITE && isBetween(data, i, width, height, i - (i % slice))) between++;
  return between >= AT_EDGES * grays;
}

/** Whether black and white are near a pixel of the slice that begins at `start`. */
function isBetween(data: Uint8Array, i: number, width: number, height: number, start: number): boolean {
  const [x, y] = [(i - start) % width, Math.floor((i - start) / width)];
  let [black, white] = [false, false];
  for (let v = Math.max(0, y - REACH); v <= Math.min(height - 1, y + REACH); v++)
    for (let u = Math.max(0, x - REACH); u <= Math.min(width - 1, x + REACH); u++) {
      const value = data[start + v * width + u];
      black ||= value === 0;
      white ||= value === WHITE;
    }
  return black && white;
}
