import type { GraphLowering, OnnxTensor } from "./lowering.ts";

/**
 * The most terms that one ReduceSum adds up. Runtimes add one after another in float32, some in a few lanes, and whatever
 * a term loses against a sum that is thousands of times larger adds up: 1.7 % of two million times 0.693. In stages of
 * runs as short as this a sum has no more than some 1e-7 of error, however many terms there are.
 */
export const LONGEST_RUN = 32;

/** Stages of pixels where their number is not known: enough for 32 million. */
const STAGES = 4;

/** Sum over the pixels of each image, or of the batch, in stages. */
export function sumPixels(to: GraphLowering, a: OnnxTensor): OnnxTensor {
  const [batch, classes, ...space] = a.shape;
  const ones = space.map(() => 1);
  if (to.over === "image") return to.reshape(sumLast(to, to.reshape(a, [0, 0, -1])), [0, 0, ...ones]);
  if (classes === 1) return to.reshape(sumLast(to, to.reshape(a, [1, 1, -1])), [1, 1, ...ones]);
  const perImage = sumLast(to, to.reshape(a, [0, 0, -1]));
  if (batch === 1) return to.reshape(perImage, [0, 0, ...ones]);
  const images = to.emit("Transpose", [perImage], [1, classes, batch], { perm: [2, 1, 0] });
  return to.reshape(sumLast(to, images, 1), [0, 0, ...ones]);
}

/** Sum of all elements, without axes. */
export function sumAll(to: GraphLowering, a: OnnxTensor): OnnxTensor {
  if (a.shape.length === 0) return a;
  return to.reshape(sumLast(to, to.reshape(a, [1, 1, -1]), 1), []);
}

/**
 * [n, c, m] to [n, c, 1].
 *
 * @param stages where m is not known; of images, of which there are hundreds at most, one is enough
 */
export function sumLast(to: GraphLowering, a: OnnxTensor, stages: number = STAGES): OnnxTensor {
  let rest = a;
  const isMore = (stage: number): boolean =>
    to.sizes === "any" ? stage < stages : rest.shape[2] > LONGEST_RUN;
  for (let stage = 0; isMore(stage); stage++) rest = sumRuns(to, intoRuns(to, rest, LONGEST_RUN));
  return to.reduce("ReduceSum", rest, [2]);
}

/** [n, c, runs, length] to [n, c, runs]. */
export function sumRuns(to: GraphLowering, runs: OnnxTensor): OnnxTensor {
  return to.emit("ReduceSum", [runs, to.integers([3])], runs.shape.slice(0, 3), { keepdims: 0 });
}

/** [n, c, m] in runs of a length, or of a near one that divides m; else with zeros behind: [n, c, runs, length]. */
export function intoRuns(to: GraphLowering, a: OnnxTensor, length: number): OnnxTensor {
  const own = to.sizes === "fixed" ? (divisor(a.shape[2], length) ?? length) : length;
  return to.reshape(filledUp(to, a, own), [0, 0, -1, own]);
}

/** The largest divisor up to a length, unless it is much smaller. */
function divisor(n: number, length: number): number | undefined {
  for (let d = length; d >= length / 2; d--) if (n % d === 0) return d;
  return undefined;
}

/** Zeros behind the last axis, so that its extent is a multiple. */
function filledUp(to: GraphLowering, a: OnnxTensor, multiple: number): OnnxTensor {
  const [n, c, m] = a.shape;
  const missing = (multiple - (m % multiple)) % multiple;
  const shape = [n, c, m + missing];
  if (to.sizes === "fixed")
    return missing === 0 ? a : to.emit("Pad", [a, to.integers([0, 0, 0, 0, 0, missing])], shape);
  const extent = to.emit("Neg", [to.extents(a, 2, 3)], [1]);
  const zeros = to.emit("Mod", [extent, to.integers([multiple])], [1]);
  const pads = to.emit("Concat", [to.integers([0, 0, 0, 0, 0]), zeros], [6], { axis: 0 });
  return to.emit("Pad", [a, pads], shape);
}

/** The first elements of the last axis, as many as another tensor has: what filling up added is gone. */
export function asLongAs(to: GraphLowering, a: OnnxTensor, other: OnnxTensor): OnnxTensor {
  if (to.sizes === "fixed" && a.shape[2] === other.shape[2]) return a;
  const end = to.sizes === "fixed" ? to.integers([other.shape[2]]) : to.extents(other, 2, 3);
  const shape = [a.shape[0], a.shape[1], other.shape[2]];
  return to.emit("Slice", [a, to.integers([0]), end, to.integers([2])], shape);
}
