/** Sums over the gray pixels of a mask, which tell smoothed edges from labels. They add up over parts. */
export interface EdgeTally {
  /** Grays with black and white near them, and with nearly black and nearly white. */
  readonly between: number;
  readonly nearly: number;
  /** Grays in the middle of nine equal pixels. */
  readonly flat: number;
  /** Those of them that are neither nearly black nor nearly white. */
  readonly flatMiddle: number;
  /** Over such middle grays, along both axes: |2v - left - right|, and |left - right|. */
  readonly bend: number;
  readonly slope: number;
  /** Middle grays beside a black pixel, or a nearly black one, and those of them that rise from it at once. */
  readonly shore: number;
  readonly cliff: number;
}

/** A part of a picture, in pixels. */
export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels around one that an edge is smoothed over: a part needs so many around it. */
export const REACH = 4;

const WHITE = 255;
/** The steepest step of a Gaussian of one pixel is 102. */
const CLIFF = 104;
const NEARLY_BLACK = 64;
const NEARLY_WHITE = 191;
/** Grays between these are neither black nor white with a little noise. */
export const MIDDLE: readonly [low: number, high: number] = [8, 247];

const NOTHING: EdgeTally = {
  ...{ between: 0, nearly: 0, flat: 0, flatMiddle: 0 },
  ...{ bend: 0, slope: 0, shore: 0, cliff: 0 },
};

/**
 * The sums over a part of a picture, slice by slice.
 *
 * @param wide whether `between` and `nearly` are wanted, which are the slow ones
 * @param part default: all of it
 */
export function edgeTally(
  data: ArrayLike<number>,
  width: number,
  height: number,
  wide: boolean,
  part: Part = { x: 0, y: 0, width, height },
): EdgeTally {
  const sums: { -readonly [name in keyof EdgeTally]: number } = { ...NOTHING };
  for (let start = 0; start < data.length; start += width * height)
    for (let y = part.y; y < part.y + part.height; y++)
      for (let x = part.x; x < part.x + part.width; x++) {
        const i = start + y * width + x;
        const value = data[i];
        if (value === 0 || value === WHITE) continue;
        const isMiddle = value >= MIDDLE[0] && value <= MIDDLE[1];
        if (isFlat(data, i, x, y, width, height)) {
          sums.flat++;
          if (isMiddle) sums.flatMiddle++;
        }
        if (isMiddle && x > 0 && x < width - 1) {
          sums.bend += Math.abs(2 * value - data[i - 1] - data[i + 1]);
          sums.slope += Math.abs(data[i - 1] - data[i + 1]);
        }
        if (isMiddle && y > 0 && y < height - 1) {
          sums.bend += Math.abs(2 * value - data[i - width] - data[i + width]);
          sums.slope += Math.abs(data[i - width] - data[i + width]);
        }
        if (isMiddle && touchesBlack(data, i, x, y, width, height)) {
          sums.shore++;
          if (value > CLIFF) sums.cliff++;
        }
        if (!wide) continue;
        const [low, high] = range(data, start, x, y, width, height);
        if (low === 0 && high === WHITE) sums.between++;
        if (low <= NEARLY_BLACK && high >= NEARLY_WHITE) sums.nearly++;
      }
  return sums;
}

export function addTally(a: EdgeTally, b: EdgeTally): EdgeTally {
  const names = Object.keys(NOTHING) as (keyof EdgeTally)[];
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as unknown as EdgeTally;
}

function touchesBlack(
  data: ArrayLike<number>,
  i: number,
  x: number,
  y: number,
  width: number,
  height: number,
): boolean {
  return (
    (x > 0 && data[i - 1] < MIDDLE[0]) ||
    (x < width - 1 && data[i + 1] < MIDDLE[0]) ||
    (y > 0 && data[i - width] < MIDDLE[0]) ||
    (y < height - 1 && data[i + width] < MIDDLE[0])
  );
}

/** Whether all pixels around one, those that there are, have its value. */
function isFlat(
  data: ArrayLike<number>,
  i: number,
  x: number,
  y: number,
  width: number,
  height: number,
): boolean {
  const [left, right] = [x > 0 ? -1 : 0, x < width - 1 ? 1 : 0];
  const [up, down] = [y > 0 ? -1 : 0, y < height - 1 ? 1 : 0];
  for (let v = up; v <= down; v++)
    for (let u = left; u <= right; u++) if (data[i + v * width + u] !== data[i]) return false;
  return true;
}

/** Least and greatest value up to `REACH` pixels around one, in its slice. */
function range(
  data: ArrayLike<number>,
  start: number,
  x: number,
  y: number,
  width: number,
  height: number,
): [number, number] {
  let [low, high] = [WHITE, 0];
  for (let v = Math.max(0, y - REACH); v <= Math.min(height - 1, y + REACH); v++)
    for (let u = Math.max(0, x - REACH); u <= Math.min(width - 1, x + REACH); u++) {
      const value = data[start + v * width + u];
      if (value < low) low = value;
      if (value > high) high = value;
    }
  return [low, high];
}
