import type { Palette, Rgb } from "../../see/colour/palette.ts";

/** Colours of classes 1, 2, ... that are told apart by every kind of colour vision; more classes begin again. */
const CLASSES: readonly Rgb[] = [
  [86, 150, 220],
  [214, 130, 40],
  [0, 150, 115],
  [196, 110, 165],
  [150, 140, 30],
  [190, 75, 60],
  [100, 105, 200],
  [120, 130, 140],
];

/** The colour of a label: 0 is background. */
export function labelColour(label: number, { background }: Palette): Rgb {
  if (label === 0) return background;
  return CLASSES[(Math.abs(label) - 1) % CLASSES.length] ?? background;
}
