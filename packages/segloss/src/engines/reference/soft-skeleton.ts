type Image = Float64Array<ArrayBuffer>;

/** Values of an image after a minimum or maximum over neighbours, and the pixel that each came from. */
interface Pooled {
  readonly values: Image;
  readonly from: Int32Array;
}

/** One erosion of the skeleton: the image before it, the image after it, and the opening of the image before. */
interface Level {
  readonly eroded: Pooled;
  readonly opened: Pooled;
  /** What the opening took away. */
  readonly ridge: Image;
  /** The skeleton of the levels before. */
  readonly before: Image;
}

/**
 * Soft skeleton of an image (1-D to 3-D, row by row): with I_0 = image, I_k+1 = erode(I_k), and
 * ridge_k = relu(I_k - dilate(I_k+1)), the skeleton grows by relu(ridge_k - skeleton ridge_k), for k = 0 to iterations.
 * Erosion is the minimum over a pixel and its neighbours along the axes, dilation the maximum over the 3x3(x3) pixels
 * around it; beyond the border there is nothing. S. Shit, J. C. Paetzold and others, clDice, CVPR 2021, algorithm 1.
 */
export function softSkeleton(image: Float64Array, iterations: number, space: readonly number[]): Image {
  return levelsOf(image, iterations, space).skeleton;
}

/**
 * What a small change of the image does to the skeleton, transposed: the adjoint of the skeleton to that of the image.
 * A minimum or maximum passes it to the pixel that it came from; of equal ones to the first, axis after axis.
 */
export function softSkeletonSlope(
  adjoint: Float64Array,
  image: Float64Array,
  iterations: number,
  space: readonly number[],
): Image {
  const skeleton = Float64Array.from(adjoint);
  let after = new Float64Array(image.length);
  for (const { eroded, opened, ridge, before } of levelsOf(image, iterations, space).levels.reverse()) {
    const own = new Float64Array(image.length);
    for (let i = 0; i < image.length; i++) {
      if (!(ridge[i] - before[i] * ridge[i] > 0)) continue;
      own[i] = skeleton[i] * (1 - before[i]);
      skeleton[i] -= skeleton[i] * ridge[i];
      after[opened.from[i]] -= own[i];
    }
    for (let i = 0; i < image.length; i++) own[eroded.from[i]] += after[i];
    after = own;
  }
  return after;
}

function levelsOf(
  image: Float64Array,
  iterations: number,
  space: readonly number[],
): { readonly skeleton: Image; readonly levels: Level[] } {
  const levels: Level[] = [];
  let before = new Float64Array(image.length);
  let current = Float64Array.from(image);
  for (let k = 0; k <= iterations; k++) {
    const eroded = erode(current, space);
    const opened = dilate(eroded.values, space);
    const ridge = current.map((value, i) => Math.max(value - opened.values[i], 0));
    levels.push({ eroded, opened, ridge, before });
    before = before.map((value, i) => value + Math.max(ridge[i] - value * ridge[i], 0));
    current = eroded.values;
  }
  return { skeleton: before, levels };
}

/** The least of the lines through each pixel along the axes; of equal ones the first line, and on it the first pixel. */
function erode(image: Image, space: readonly number[]): Pooled {
  const lines = space.map((_, axis) => alongAxis(image, space, axis, (a, b) => a < b));
  return lines.reduce((best, line) => ({
    values: best.values.map((value, i) => Math.min(value, line.values[i])),
    from: best.from.map((at, i) => (line.values[i] < best.values[i] ? line.from[i] : at)),
  }));
}

/** The largest of the box around each pixel, one axis after the other. */
function dilate(image: Image, space: readonly number[]): Pooled {
  let result: Pooled = { values: image, from: Int32Array.from(image.keys()) };
  for (const axis of space.keys()) {
    const { values, from } = alongAxis(result.values, space, axis, (a, b) => a > b);
    result = { values, from: from.map((at) => result.from[at]) };
  }
  return result;
}

/** The best of the pixel before, the pixel and the pixel after along an axis; of equal ones the first. */
function alongAxis(
  image: Image,
  space: readonly number[],
  axis: number,
  isBetter: (a: number, b: number) => boolean,
): Pooled {
  const step = space.slice(axis + 1).reduce((a, b) => a * b, 1);
  const from = Int32Array.from(image, (_, i) => {
    const at = Math.floor(i / step) % space[axis];
    let best = at > 0 ? i - step : i;
    if (isBetter(image[i], image[best])) best = i;
    return at < space[axis] - 1 && isBetter(image[i + step], image[best]) ? i + step : best;
  });
  return { values: Float64Array.from(from, (at) => image[at]), from };
}
