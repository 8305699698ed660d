import { open } from "node:fs/promises";
import { pictureSize } from "@segloss/io";
import { readRaster } from "./read-file.ts";

/** Bytes in which a picture says its size, unless a large preview stands before it. */
const HEAD = 256 * 1024;

/** Width and height of an image file as it is shown, without its pixels where the format is PNG or JPEG. */
export async function shownSize(path: string): Promise<{ width: number; height: number }> {
  if (/\.(png|jpe?g)$/i.test(path)) {
    const size = pictureSize(await headOf(path));
    if (size) return size;
  }
  const { width, height, exifOrientation = 1 } = await readRaster(path);
  return exifOrientation >= 5 ? { width: height, height: width } : { width, height };
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(HEAD);
    const { bytesRead } = await file.read(bytes, 0, HEAD, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
