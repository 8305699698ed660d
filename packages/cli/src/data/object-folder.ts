import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type DecodeOptions, formatOf, maskLabels, maskPicture, type Raster, sizeText } from "@segloss/io";
import { dataError } from "./data-error.ts";
import { readRaster } from "./read-file.ts";

/** Reads a mask: a file, or a folder with one file per object, whose pixels above 0 become its number. */
export async function readMask(
  path: string,
  isFolder: boolean,
  options: DecodeOptions = {},
): Promise<Raster> {
  if (!isFolder) return readRaster(path, options);
  const names = (await readdir(path)).filter((name) => !name.startsWith(".") && formatOf(name)).sort();
  if (names.length === 0) throw dataError(`${path}: it holds no mask; expected one file per object`);
  const first = await readRaster(join(path, names[0]));
  const data = new Int32Array(first.width * first.height * first.depth);
  let shared = 0;
  for (const [k, name] of names.entries()) {
    const object = await readRaster(join(path, name));
    if (sizeText(object) !== sizeText(first))
      throw dataError(
        `${join(path, name)}: it is ${sizeText(object)} where ${names[0]} is ${sizeText(first)}; objects of one image have one size`,
      );
    shared += paint(labelsOf(object, join(path, name)), k + 1, data);
  }
  const { width, height, depth } = first;
  const notes = shared > 0 ? [`${shared} pixels belong to two objects and count for the later one`] : [];
  return {
    ...{ data, width, height, depth, channels: 1, bitDepth: 32, objects: true },
    ...(notes.length > 0 && { notes }),
  };
}

function labelsOf(raster: Raster, path: string): ArrayLike<number> {
  try {
    return maskLabels(maskPicture(raster, { foreground: true }));
  } catch (cause) {
    throw dataError(`${path}: ${(cause as Error).message}`, cause);
  }
}

/** Writes a number where the mask is above 0; returns how many pixels had one. */
function paint(mask: ArrayLike<number>, number: number, data: Int32Array): number {
  let taken = 0;
  for (let i = 0; i < data.length; i++) {
    if (mask[i] === 0) continue;
    if (data[i] !== 0) taken++;
    data[i] = number;
  }
  return taken;
}
