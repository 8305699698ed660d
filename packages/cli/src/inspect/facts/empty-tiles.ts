import type { Mask } from "./pixels.ts";

/** Width and height of the tiles that are counted: those of a training crop where nothing else is said. */
export const TILE = 128;

/** Tiles side by side from the upper left corner on, those at the right and lower edge smaller; and those without foreground. */
export function emptyTiles({ classes, width, height, ignore }: Mask): { tiles: number; empty: number } {
  const across = Math.ceil(width / TILE);
  const filled = new Uint8Array(across * Math.ceil(height / TILE));
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++)
      if (classes[i] !== 0 && classes[i] !== ignore)
        filled[Math.floor(y / TILE) * across + Math.floor(x / TILE)] = 1;
  return { tiles: filled.length, empty: filled.reduce((count, one) => count + 1 - one, 0) };
}
