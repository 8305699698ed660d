import { readFileSync, statSync } from "node:fs";
import {
  type DecodeOptions,
  formatOf,
  type PngRows,
  pngLabels,
  pngRows,
  type Raster,
  type RasterWindows,
  reusedInflate,
} from "@segloss/io";
import type { PaintSettings } from "../data/annotation-file.ts";
import { DISK } from "../data/files/disk.ts";
import { readMask } from "../data/object-folder.ts";
import { type PaintedMasks, paintedMasks } from "../data/painted-mask.ts";
import { readOrOpen } from "../data/read-file.ts";
import { MOST_PIXELS } from "../data/read-source.ts";
import { reusedFile } from "../data/reused-file.ts";
import type { PixelSize } from "../data/yolo-file.ts";

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
  const rows = pngRows();
  const bytesOf = reusedFile();
  const buffer = growing();
  const unpack = reusedInflate();
  const samples = growing();
  const memory = (bytes: number) => (bytes > MOST_KEPT ? new ArrayBuffer(bytes) : samples(bytes).buffer);
  return {
    sizeOf: annotated.sizeOf,
    async read(path, stated, size) {
      const options = { ...stated, unpack, memory };
      const painted = await annotated.read(path, size);
      if (painted) return painted;
      const isPng = rows && path.toLowerCase().endsWith(".png");
      const fast = isPng && fastPng(path, bytesOf, rows, buffer);
      if (fast) return fast;
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

function fastPng(
  path: string,
  bytesOf: (path: string) => Uint8Array | undefined,
  rows: PngRows,
  buffer: (length: number) => Uint8Array,
): Raster | undefined {
  try {
    const bytes = bytesOf(path);
    return bytes && pngLabels(bytes, rows, buffer);
  } catch {
    // The general reader says what is wrong.
    return undefined;
  }
}

/** An array of the length asked for in the same memory each time: new memory for each image is the slower part. */
function growing(): (length: number) => Uint8Array<ArrayBuffer> {
  let memory = new Uint8Array(0);
  return (length) => {
    if (memory.length < length) memory = new Uint8Array(length);
    return memory.subarray(0, length);
  };
}
