import { png } from "@segloss/io";
import type { Sample } from "../data/index.ts";
import { base64 } from "./base64.ts";
import { type Colour, IGNORED } from "./palette.ts";

/** An image as a data URL of a PNG: one channel gray, else the first three as red, green and blue. */
export function photograph({ image, width, height }: Sample, channels: number): string {
  const shown = channels < 3 ? 1 : 3;
  const data = new Uint8Array(width * height * shown);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < shown; c++)
      data[i * shown + c] = Math.round(255 * Math.min(1, Math.max(0, image[i * channels + c])));
  return dataUrl(data, width, height, shown);
}

/** A map of classes in their colours. */
export function classMap(
  labels: ArrayLike<number>,
  width: number,
  height: number,
  colours: readonly Colour[],
): string {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.set(colours[labels[i]] ?? IGNORED, i * 3);
  return dataUrl(data, width, height, 3);
}

function dataUrl(data: Uint8Array, width: number, height: number, channels: number): string {
  const bytes = png.encode!({ data, width, height, depth: 1, channels, bitDepth: 8, fullScale: 255 });
  return `data:image/png;base64,${base64(bytes)}`;
}
