import type { Raster } from "../raster.ts";
import type { Source } from "../source.ts";
import { openTiff } from "./open-tiff.ts";
import type { Window } from "./read-window.ts";
import { tiffWindow } from "./tiff-raster.ts";

/** A TIFF that is read by windows, without the whole of it in memory. */
export interface TiffWindows {
  readonly width: number;
  readonly height: number;
  /** Slices or frames. */
  readonly depth: number;
  /** Size of the tiles or strips that it is stored in: windows of whole ones read each once. */
  readonly blockWidth: number;
  readonly blockHeight: number;
  /** Decodes a window of all slices. */
  readWindow(x: number, y: number, width: number, height: number): Promise<Raster>;
}

/** Opens a TIFF to read windows of it: only its directories and the tiles that a window touches are read. */
export async function openTiffWindows(source: Source): Promise<TiffWindows> {
  const tiff = await openTiff(source);
  const [{ width, height, blockWidth, blockHeight }] = tiff.pages;
  const { times, slices } = tiff.stack;
  return {
    ...{ width, height, depth: times * slices, blockWidth, blockHeight },
    readWindow: (x, y, across, down) => {
      const window: Window = { x, y, width: across, height: down };
      checkInside(window, width, height);
      return tiffWindow(tiff, window);
    },
  };
}

function checkInside({ x, y, width, height }: Window, across: number, down: number): void {
  const whole = [x, y, width, height].every(Number.isInteger);
  if (!whole || x < 0 || y < 0 || width < 1 || height < 1 || x + width > across || y + height > down)
    throw new Error(`the window ${width}x${height} at (${x}, ${y}) does not lie in ${across}x${down} pixels`);
}
