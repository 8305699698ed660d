import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import type { Kind } from "../door/kind.ts";
import { ANY } from "../door/kinds.ts";
import type { FloatArray, IndexArray } from "./engine.ts";
import { readOptions } from "./read-options.ts";

/** What a gradient was computed from. */
export interface TiedInputs {
  /** Logits [batch, ...space, channels]. */
  readonly logits: FloatArray;
  readonly targets: IndexArray | FloatArray;
  /** Shape of the logits, channels last. */
  readonly shape: readonly number[];
}

const FLOATS: Kind = {
  expected: "a Float32Array or Float64Array",
  fits: (x) => x instanceof Float32Array || x instanceof Float64Array,
};
const LABELS: Kind = {
  expected: "an array of labels or soft targets",
  fits: (x) =>
    FLOATS.fits(x) || x instanceof Uint8Array || x instanceof Uint16Array || x instanceof Int32Array,
};

/**
 * Gives pixels of an image that are alike, in all their logits and in their target, the mean of their slopes, in place.
 *
 * A loss that ranks pixels (Lovász, `hardest`) has many gradients where errors are equal; an engine gives the one in which ties
 * stand in order of the pixels, so that a flat area gets a ramp that means nothing. The mean over ties is a gradient just as
 * well (a convex combination of those), with the same sum, and what a picture should show. Not for losses with pixel weights,
 * maps or distances, whose slopes differ for a reason.
 *
 * @param gradient of the logits' shape
 * @throws Error for arrays that do not fit the shape
 */
export function averageTies(gradient: FloatArray, inputs: TiedInputs): void {
  check("averageTies: gradient", gradient, FLOATS);
  checkOptions("averageTies", inputs, { logits: ANY, targets: ANY, shape: ANY });
  const { logits, targets, shape } = inputs;
  check("averageTies: logits", logits, FLOATS);
  check("averageTies: targets", targets, LABELS);
  const { batch, channels } = readOptions({ shape });
  const pixels = shape.reduce((a, b) => a * b, 1) / (batch * channels);
  const perPixel = FLOATS.fits(targets) ? channels : 1;
  checkLength("gradient", gradient, batch * pixels * channels);
  checkLength("logits", logits, batch * pixels * channels);
  checkLength("targets", targets, batch * pixels * perPixel);
  for (let n = 0; n < batch; n++) {
    const part = (from: ArrayLike<number> & FloatArray, width: number): FloatArray =>
      from.subarray(n * pixels * width, (n + 1) * pixels * width) as FloatArray;
    const of = { logits: part(logits, channels), targets: part(targets as FloatArray, perPixel) };
    averageImage(part(gradient, channels), of, pixels, channels);
  }
}

function checkLength(name: string, array: ArrayLike<number>, expected: number): void {
  if (array.length === expected) return;
  throw new Error(`averageTies: ${name} must have ${expected} values for this shape, got ${array.length}.`);
}

/** A hash table with open addressing: each pixel finds the first one that is like it. */
function averageImage(
  gradient: FloatArray,
  { logits, targets }: Omit<TiedInputs, "shape">,
  pixels: number,
  channels: number,
): void {
  const perPixel = targets.length / pixels;
  const mask = 2 ** Math.ceil(Math.log2(2 * pixels)) - 1;
  const table = new Int32Array(mask + 1).fill(-1);
  const first = new Int32Array(pixels);
  const alike = (a: number, b: number): boolean => {
    for (let c = 0; c < channels; c++)
      if (logits[a * channels + c] !== logits[b * channels + c]) return false;
    for (let c = 0; c < perPixel; c++)
      if (targets[a * perPixel + c] !== targets[b * perPixel + c]) return false;
    return true;
  };
  const bits = new Int32Array(Float32Array.from(logits).buffer);
  const counts = new Int32Array(pixels);
  let ties = 0;
  for (let i = 0; i < pixels; i++) {
    let hash = targets[i * perPixel] * 0x9e3779b1;
    for (let c = 0; c < channels; c++)
      hash = Math.imul(hash ^ bits[i * channels + c], 0x85ebca6b) ^ (hash >>> 13);
    let at = (hash ^ (hash >>> 15)) & mask;
    while (table[at] >= 0 && !alike(table[at], i)) at = (at + 1) & mask;
    if (table[at] < 0) table[at] = i;
    else ties++;
    first[i] = table[at];
    counts[first[i]]++;
  }
  if (ties > 0) shareMeans(gradient, first, counts, channels);
}

function shareMeans(gradient: FloatArray, first: Int32Array, counts: Int32Array, channels: number): void {
  const sums = new Float64Array(gradient.length);
  for (let i = 0; i < first.length; i++)
    for (let c = 0; c < channels; c++) sums[first[i] * channels + c] += gradient[i * channels + c];
  for (let i = 0; i < first.length; i++) {
    if (counts[first[i]] === 1) continue;
    for (let c = 0; c < channels; c++)
      gradient[i * channels + c] = sums[first[i] * channels + c] / counts[first[i]];
  }
}
