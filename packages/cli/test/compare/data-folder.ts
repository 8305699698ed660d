import { grayPng, scratchFolder } from "../data/scratch-folder.ts";
import { SIZE, smallSet } from "./small-set.ts";

/** A folder with images/ and masks/ as a user would have it. */
export async function dataFolder(count = 6, more: Record<string, Uint8Array> = {}): Promise<string> {
  return scratchFolder({ ...more, ...dataFiles(count) });
}

/** The files of such a folder. */
export function dataFiles(count: number): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const { name, image, mask } of smallSet({ count }).images) {
    const rows = (values: ArrayLike<number>) =>
      Array.from({ length: SIZE }, (_, y) => Array.from({ length: SIZE }, (_, x) => values[y * SIZE + x]));
    const gray = image.map((value) => Math.round(255 * Math.min(1, Math.max(0, value))));
    files[`images/${name}.png`] = grayPng(rows(gray));
    files[`masks/${name}.png`] = grayPng(rows(mask));
  }
  return files;
}
