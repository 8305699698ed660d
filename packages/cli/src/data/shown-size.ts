import { pictureSize } from "@segloss/io";
import type { FileSystem } from "./files/file-system.ts";
import { readRasterOf } from "./read-source.ts";

/** Bytes in which a picture says its size, unless a large preview stands before it. */
const HEAD = 256 * 1024;

/** Width and height of an image file as it is shown, without its pixels where the format is PNG or JPEG. */
export async function shownSize(files: FileSystem, path: string): Promise<{ width: number; height: number }> {
  if (/\.(png|jpe?g)$/i.test(path)) {
    const size = pictureSize(await files.head(path, HEAD));
    if (size) return size;
  }
  const { width, height, exifOrientation = 1 } = await readRasterOf(files, path);
  return exifOrientation >= 5 ? { width: height, height: width } : { width, height };
}
