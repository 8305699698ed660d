import type { RasterData } from "./raster.ts";

/**
 * Writes what each pixel's label becomes, and returns `into`, an array of zeros.
 *
 * Neighbours mostly agree and most of a mask is background, so `of` is asked once for each run, and of bytes once for each label;
 * where 0 stays 0, four bytes of background are passed over at a time. `TypedArray.from` with a function takes some thirty times as long.
 */
export function mappedLabels<T extends Uint8Array | Int32Array>(
  labels: RasterData | Uint8ClampedArray,
  of: (label: number) => number,
  into: T,
): T {
  if (labels instanceof Uint8Array) mapBytes(labels, of, into);
  else mapRuns(labels, of, into);
  return into;
}

function mapRuns(
  labels: ArrayLike<number>,
  of: (label: number) => number,
  into: Uint8Array | Int32Array,
): void {
  let previous = Number.NaN;
  let mapped = 0;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label !== previous) mapped = of(label);
    previous = label;
    into[i] = mapped;
  }
}

function mapBytes(labels: Uint8Array, of: (label: number) => number, into: Uint8Array | Int32Array): void {
  const table = Int32Array.from({ length: 256 }, (_, label) => of(label));
  const words = table[0] === 0 ? wordsOf(labels) : new Int32Array(0);
  for (let w = 0; w < words.length; w++) {
    if (words[w] === 0) continue;
    for (let i = 4 * w; i < 4 * w + 4; i++) into[i] = table[labels[i]];
  }
  for (let i = 4 * words.length; i < labels.length; i++) into[i] = table[labels[i]];
}

/** The same bytes, four at a time; none where they do not begin at a multiple of four. */
function wordsOf({ buffer, byteOffset, length }: Uint8Array): Int32Array {
  return byteOffset % 4 === 0 ? new Int32Array(buffer, byteOffset, length >> 2) : new Int32Array(0);
}
