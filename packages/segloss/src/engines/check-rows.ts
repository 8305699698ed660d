import { ROW_TOLERANCE } from "../plan/row-tolerance.ts";
import { pixelsPerImage, type Setting } from "../plan/setting.ts";
import type { FloatArray } from "./engine.ts";

/**
 * Soft targets of classes that exclude each other are shares of 1.
 * @throws Error that names the first pixel whose sum is another, and the layout in which all sums would be right
 */
export function checkRows(targets: FloatArray, mask: Uint8Array | undefined, setting: Setting): void {
  const at = firstOdd(targets, setting, mask);
  if (at < 0) return;
  const sum = rowSum(targets, setting)(at);
  throw new Error(
    `targets under softmax must sum to 1 over the ${setting.channels} classes of a pixel, got ${sum} at pixel ${at}: ` +
      (layoutHint(targets, setting) ??
        'divide by the sum, mask pixels that have no class, or use link: "sigmoid" for classes that overlap.'),
  );
}

/** The first pixel that counts whose targets do not sum to 1; -1 for none. */
function firstOdd(targets: FloatArray, setting: Setting, mask: Uint8Array | undefined): number {
  const pixels = setting.batch * pixelsPerImage(setting);
  const sumOf = rowSum(targets, setting);
  for (let i = 0; i < pixels; i++)
    if (mask?.[i] !== 0 && !(Math.abs(sumOf(i) - 1) <= ROW_TOLERANCE)) return i;
  return -1;
}

function rowSum(targets: FloatArray, setting: Setting): (pixel: number) => number {
  const { channels, layout } = setting;
  const pixels = pixelsPerImage(setting);
  const isLast = layout === "channels-last";
  const stride = isLast ? 1 : pixels;
  return (pixel) => {
    const first = isLast ? pixel * channels : pixel + Math.floor(pixel / pixels) * pixels * (channels - 1);
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += targets[first + c * stride];
    return sum;
  };
}

/** The remedy where the other layout explains the sums. */
function layoutHint(targets: FloatArray, setting: Setting): string | null {
  const other = otherLayout(setting);
  if (other.channels === 1)
    return `the shape has one channel with layout: "${other.layout}", so say that if it is meant.`;
  return firstOdd(targets, other, undefined) < 0
    ? `they do with layout: "${other.layout}", so say that.`
    : null;
}

/** The setting of the same shape read in the other layout. */
export function otherLayout(setting: Setting): Setting {
  const { space, channels, layout } = setting;
  if (layout === "channels-last")
    return { ...setting, layout: "channels-first", channels: space[0], space: [...space.slice(1), channels] };
  const axes = [channels, ...space];
  return { ...setting, layout: "channels-last", channels: axes[axes.length - 1], space: axes.slice(0, -1) };
}
