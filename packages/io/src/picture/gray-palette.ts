import { mappedLabels } from "../mapped-labels.ts";
import type { Palette, Raster } from "../raster.ts";
import { labelRaster } from "./colour-labels.ts";
import { noted } from "./plain-picture.ts";

export function isGrayPalette(palette: Palette): boolean {
  return palette.every(([red, green, blue]) => red === green && green === blue);
}

/**
 * Whether the grays of a palette can be labels that stood in a gray mask before a tool saved it anew, as optipng does. Those of an even
 * ramp only show the indices, and where gray and index are the same nothing is to be decided.
 */
export function holdsGrayLabels(palette: Palette): boolean {
  const isIndex = palette.every(([gray], index) => gray === index);
  const isRamp = palette.every(([gray], index) => gray === Math.round((index * 255) / (palette.length - 1)));
  return isGrayPalette(palette) && !isIndex && !isRamp;
}

/** The grays of a palette as labels. */
export function grayLabels(raster: Raster): Raster {
  const palette = raster.palette!;
  const grays = new Int32Array(raster.data.length);
  const labels = mappedLabels(raster.data, (index) => palette[index]?.[0] ?? 0, grays);
  return noted(labelRaster(raster, labels), "its palette holds grays: they are its labels");
}
