import type { Colour } from "../../page/palette.ts";

/** What a predicted pixel is beside its truth. Class 0 is the background. */
export type PixelError = "ground" | "right" | "missed" | "extra" | "confused" | "ignored";

export const ERROR_COLOURS: Readonly<Record<PixelError, Colour>> = {
  ground: [24, 27, 33],
  right: [150, 160, 176],
  missed: [66, 105, 208],
  extra: [232, 96, 76],
  confused: [224, 160, 0],
  ignored: [66, 70, 80],
};

export const ERROR_WORDS: readonly (readonly [PixelError, string])[] = [
  ["right", "right"],
  ["missed", "missed"],
  ["extra", "extra"],
  ["confused", "another class"],
];

export function errorAt(predicted: number, truth: number, ignore: number | undefined): PixelError {
  if (truth === ignore) return "ignored";
  if (predicted === truth) return truth === 0 ? "ground" : "right";
  if (truth === 0) return "extra";
  return predicted === 0 ? "missed" : "confused";
}
