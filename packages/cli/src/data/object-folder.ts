import {
  type DecodeOptions,
  formatOf,
  type Layer,
  maskLabels,
  maskPicture,
  type Raster,
  sizeText,
} from "@segloss/io";
import { dataError } from "./data-error.ts";
import type { FileSystem } from "./files/file-system.ts";
import { readRasterOf } from "./read-source.ts";

/**
 * Reads a mask: a file, or a folder with one file per object, whose pixels above 0 become its number. Where objects overlap, `layers`
 * holds each whole.
 */
export async function readMask(
  files: FileSystem,
  path: string,
  isFolder: boolean,
  options: DecodeOptions = {},
): Promise<Raster> {
  if (!isFolder) return readRasterOf(files, path, options);
  const all = (await files.list(path)).map(({ name }) => name);
  const names = all.filter((name) => !name.startsWith(".") && formatOf(name)).sort();
  if (names.length === 0) throw dataError(`${path}: it holds no mask; expected one file per object`);
  const first = await readRasterOf(files, files.join(path, names[0]));
  const data = new Int32Array(first.width * first.height * first.depth);
  let shared = 0;
  for (const [k, name] of names.entries())
    shared += paint(await readObject(files, files.join(path, name), first), k + 1, data);
  const { width, height, depth } = first;
  // Masks of all objects are large, and mostly not needed.
  const layers = shared > 0 ? await readLayers(files, path, names, first) : undefined;
  return {
    ...{ data, width, height, depth, channels: 1, bitDepth: 32, objects: true },
    ...(layers && { layers }),
  };
}

async function readObject(files: FileSystem, path: string, first: Raster): Promise<ArrayLike<number>> {
  const object = await readRasterOf(files, path);
  if (sizeText(object) !== sizeText(first))
    throw dataError(
      `${path}: it is ${sizeText(object)} where the first object is ${sizeText(first)}; objects of one image have one size`,
    );
  return labelsOf(object, path);
}

async function readLayers(
  files: FileSystem,
  path: string,
  names: readonly string[],
  first: Raster,
): Promise<Layer[]> {
  const layers: Layer[] = [];
  for (const [k, name] of names.entries()) {
    const object = await readObject(files, files.join(path, name), first);
    const mask = Uint8Array.from(object, (value) => Number(value !== 0));
    layers.push({ name, label: k + 1, mask });
  }
  return layers;
}

/** Objects with one number a pixel, that of the last one, and a note where some overlap. */
export function lastOnTop(raster: Raster): Raster {
  const { layers, ...flat } = raster;
  if (!layers || !raster.objects) return raster;
  let shared = 0;
  for (let i = 0; i < raster.data.length; i++) {
    const covers = layers.reduce((count, { mask }) => count + mask[i], 0);
    shared += Math.max(0, covers - 1);
  }
  const note = `${shared} pixels belong to two objects and count for the later one`;
  return { ...flat, notes: [...(raster.notes ?? []), note] };
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
