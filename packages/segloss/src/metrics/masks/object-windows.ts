import type { LabelArray } from "../../fields/grid.ts";

/** First and last place along depth, height and width. */
export interface Window {
  readonly low: number[];
  readonly high: number[];
}

/** Where each label but 0 is, in one pass. */
export function windowsOf(map: LabelArray, shape: readonly number[]): Map<number, Window> {
  const [, height, width] = threeAxes(shape);
  const windows = new Map<number, Window>();
  for (let i = 0; i < map.length; i++) {
    const label = map[i];
    if (label === 0) continue;
    const at = [Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width];
    const window = windows.get(label);
    if (window) widen(window, at, at);
    else windows.set(label, { low: [...at], high: at });
  }
  return windows;
}

/** The part of the image that holds both and the pixels around them, of the same number of axes. */
export function around(a: Window, b: Window, shape: readonly number[]): Window {
  const window = { low: [...a.low], high: [...a.high] };
  widen(window, b.low, b.high);
  const sizes = threeAxes(shape);
  return {
    low: window.low.map((place) => Math.max(place - 1, 0)),
    high: window.high.map((place, axis) => Math.min(place + 1, sizes[axis] - 1)),
  };
}

/** Values of a window, each as `from` turns it. */
export function cutOut(
  map: LabelArray,
  shape: readonly number[],
  { low, high }: Window,
  from: (value: number) => number,
): Uint8Array {
  const [, height, width] = threeAxes(shape);
  const cut: number[] = [];
  for (let z = low[0]; z <= high[0]; z++)
    for (let y = low[1]; y <= high[1]; y++)
      for (let x = low[2]; x <= high[2]; x++) cut.push(from(map[(z * height + y) * width + x]));
  return Uint8Array.from(cut);
}

/** Sizes of a window along the axes of an image. */
export function sizesOf({ low, high }: Window, axes: number): number[] {
  return high.map((place, axis) => place - low[axis] + 1).slice(3 - axes);
}

function widen({ low, high }: Window, from: readonly number[], to: readonly number[]): void {
  for (let axis = 0; axis < 3; axis++) {
    low[axis] = Math.min(low[axis], from[axis]);
    high[axis] = Math.max(high[axis], to[axis]);
  }
}

function threeAxes(shape: readonly number[]): number[] {
  return [1, 1, ...shape].slice(-3);
}
