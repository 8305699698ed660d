import type { Mask } from "./pixels.ts";

/** Pixels of a mask by class. */
export interface ClassCounts {
  readonly pixels: readonly number[];
  readonly ignored: number;
  /** Pixels of each class whose distance to a known pixel of another class is at most 1, and at most 2. */
  readonly within1: readonly number[];
  readonly within2: readonly number[];
}

/** Steps of length 1, then those of at most 2, as dx and dy. */
const STEPS: readonly (readonly [number, number])[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
  [2, 0],
  [-2, 0],
  [0, 2],
  [0, -2],
];
const OF_LENGTH_1 = 4;

export function classCounts({ classes, width, height, ignore }: Mask, count: number): ClassCounts {
  const [pixels, within1, within2] = [0, 1, 2].map(() => new Array<number>(count).fill(0));
  const offsets = STEPS.map(([dx, dy]) => dx + dy * width);
  const changes = changesInRows(classes, width);
  let ignored = 0;
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const label = classes[i];
      if (label === ignore) {
        ignored++;
        continue;
      }
      pixels[label]++;
      const inside = x > 1 && y > 1 && x < width - 2 && y < height - 2;
      // Most pixels lie in the middle of others like them.
      if (inside && isUniform(i)) continue;
      const step = inside ? firstOther(i, label) : firstOtherAtEdge(x, y, label);
      if (step < STEPS.length) within2[label]++;
      if (step < OF_LENGTH_1) within1[label]++;
    }
  return { pixels, ignored, within1, within2 };

  function isUniform(i: number): boolean {
    return !(
      changes[i - 2 * width] |
      changes[i - width] |
      changes[i] |
      changes[i + width] |
      changes[i + 2 * width]
    );
  }

  function firstOther(i: number, label: number): number {
    for (let k = 0; k < offsets.length; k++) {
      const other = classes[i + offsets[k]];
      if (other !== label && other !== ignore) return k;
    }
    return offsets.length;
  }

  function firstOtherAtEdge(x: number, y: number, label: number): number {
    const found = STEPS.findIndex(([dx, dy]) => {
      const [nx, ny] = [x + dx, y + dy];
      if (nx < 0 || ny < 0 || nx >= width || ny >= height) return false;
      const other = classes[ny * width + nx];
      return other !== label && other !== ignore;
    });
    return found < 0 ? STEPS.length : found;
  }
}

/** 1 where one of the five pixels around a pixel in its row differs from the one to its right or below it. */
function changesInRows(classes: Mask["classes"], width: number): Uint8Array {
  const [changes, near] = [new Uint8Array(classes.length), new Uint8Array(classes.length)];
  for (let i = 0; i < classes.length; i++)
    changes[i] = Number(classes[i] !== classes[i + 1] || classes[i] !== classes[i + width]);
  for (let i = 2; i < classes.length - 2; i++)
    near[i] = changes[i - 2] | changes[i - 1] | changes[i] | changes[i + 1] | changes[i + 2];
  return near;
}
