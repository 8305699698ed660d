import { readFileSync, statSync } from "node:fs";
import { type DecodeOptions, formatOf, type Raster, type RasterWindows, reusedInflate } from "@segloss/io";
import type { PaintSettings } from "../data/annotation-file.ts";
import { DISK } from "../data/files/disk.ts";
import { readMask } from "../data/object-folder.ts";
import { type PaintedMasks, paintedMasks } from "../data/painted-mask.ts";
import { readOrOpen } from "../data/read-file.ts";
import { MOST_PIXELS } from "../data/read-source.ts";
import { reusedFile } from "../data/reused-file.ts";
import type { PixelSize } from "../data/yolo-file.ts";
import { plainMasks } from "./plain-masks.ts";

/** Reads mask files. The labels of the last call may be written over by the next one. */
export interface MaskReader extends Pick<PaintedMasks, "sizeOf"> {
  /** @param size for files of outlines that do not say it themselves */
  read(path: string, options?: DecodeOptions, size?: PixelSize): Promise<Raster | RasterWindows>;
}

/** Memory for samples that is used again, in bytes. */
const MOST_KEPT = 2 ** 28;

/** Goes the fast way where there is one, else the general one. */
export function maskReader(
  paint: PaintSettings = { as: "classes" },
  mostPixels: number = MOST_PIXELS,
): MaskReader {
  const annotated = paintedMasks(DISK, paint);
  const bytesOf = reusedFile();
  const unpack = reusedInflate();
  const samples = growing();
  const memory = (bytes: number) => (bytes > MOST_KEPT ? new ArrayBuffer(bytes) : samples(bytes));
  const plain = plainMasks(bytesOf, memory, mostPixels);
  return {
    sizeOf: annotated.sizeOf,
    async read(path, stated, size) {
      const fast = plain(path);
      if (fast) return fast;
      const options = { ...stated, unpack, memory };
      const painted = await annotated.read(path, size);
      if (painted) return painted;
      if (isObjectFolder(path)) return readMask(DISK, path, true, stated);
      return readOrOpen(path, options, mostPixels, (file) => bytesOf(file) ?? readFileSync(file));
    },
  };
}

/** One file per object; a folder that is one label image (OME-Zarr) is none. */
function isObjectFolder(path: string): boolean {
  if (formatOf(path)) return false;
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Memory of the length asked for, the same each time: new memory for each image is the slower part. */
function growing(): (bytes: number) => ArrayBuffer {
  let memory = new ArrayBuffer(0);
  return (bytes) => {
    if (memory.byteLength < bytes) memory = new ArrayBuffer(bytes);
    return memory;
  };
}
