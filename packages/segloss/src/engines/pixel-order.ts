import { pixelsPerImage, type Setting } from "../plan/setting.ts";

/** Index of a value of pixel i of image n and channel c in an array of the logits' shape. */
export function valueIndex(setting: Setting): (n: number, i: number, c: number) => number {
  const { channels, layout } = setting;
  const pixels = pixelsPerImage(setting);
  if (layout === "channels-last") return (n, i, c) => (n * pixels + i) * channels + c;
  return (n, i, c) => (n * channels + c) * pixels + i;
}
