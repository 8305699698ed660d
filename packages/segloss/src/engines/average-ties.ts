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

/** Where the first pixel with the same logits and target stands, by a hash table with open addressing. */
function averageImage(
  gradient: FloatArray,
  { logits, targets }: Omit<TiedInputs, "shape">,
  pixels: number,
  channels: number,
): void {
  const hashes = hashesOf(logits, targets, pixels);
  const perPixel = targets.length / pixels;
  const mask = 2 ** Math.ceil(Math.log2(2 * pixels)) - 1;
  // Numbers from 1: a new table is empty.
  const table = new Int32Array(mask + 1);
  const first = new Int32Array(pixels);
  let ties = 0;
  for (let i = 0; i < pixels; i++) {
    let at = hashes[i] & mask;
    while (table[at] > 0 && !areAlike(logits, targets, channels, perPixel, table[at] - 1, i))
      at = (at + 1) & mask;
    if (table[at] === 0) table[at] = i + 1;
    else ties++;
    first[i] = table[at] - 1;
  }
  if (ties > 0) shareMeans(gradient, first, channels);
}

function areAlike(
  logits: FloatArray,
  targets: TiedInputs["targets"],
  channels: number,
  perPixel: number,
  a: number,
  b: number,
): boolean {
  for (let c = 0; c < channels; c++) if (logits[a * channels + c] !== logits[b * channels + c]) return false;
  for (let c = 0; c < perPixel; c++)
    if (targets[a * perPixel + c] !== targets[b * perPixel + c]) return false;
  return true;
}

/** Mixes the bits of all logits of a pixel and of its target: the finish of MurmurHash3 (A. Appleby, 2011). */
function hashesOf(logits: FloatArray, targets: TiedInputs["targets"], pixels: number): Int32Array {
  const single = logits instanceof Float32Array ? logits : new Float32Array(logits);
  const bits = new Int32Array(single.buffer, single.byteOffset, single.length);
  const [channels, perPixel] = [logits.length / pixels, targets.length / pixels];
  const hashes = new Int32Array(pixels);
  for (let i = 0; i < pixels; i++) {
    let hash = Math.imul(targets[i * perPixel] * 1024, 0x9e3779b1);
    for (let c = 0; c < channels; c++) {
      hash ^= bits[i * channels + c];
      hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
      hash ^= hash >>> 16;
    }
    hashes[i] = hash;
  }
  return hashes;
}

function shareMeans(gradient: FloatArray, first: Int32Array, channels: number): void {
  const sums = new Float64Array(gradient.length);
  const counts = new Int32Array(first.length);
  for (let i = 0; i < first.length; i++) {
    counts[first[i]]++;
    for (let c = 0; c < channels; c++) sums[first[i] * channels + c] += gradient[i * channels + c];
  }
  for (let i = 0; i < first.length; i++) {
    const count = counts[first[i]];
    if (count === 1) continue;
    for (let c = 0; c < channels; c++) gradient[i * channels + c] = sums[first[i] * channels + c] / count;
  }
}
