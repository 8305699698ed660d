import {
  type DecodeOptions,
  decodeRaster,
  FORMATS,
  formatList,
  formatOf,
  openRasterWindows,
  type Raster,
  type RasterWindows,
  type Source,
  wholeRaster,
} from "@segloss/io";
import { dataError } from "./data-error.ts";
import type { FileSystem } from "./files/file-system.ts";

/** Pixels above which files that are stored in parts are read by parts. */
export const MOST_PIXELS: number = 2 ** 26;
/** Samples of a tile, strip or chunk; those of larger ones would be much of the memory that boxes save. */
const MOST_BLOCK = 2 ** 24;

/** Decodes a file, wherever its bytes are. Errors name the path and what to do. */
export async function readSource(source: Source, path: string, options: DecodeOptions = {}): Promise<Raster> {
  const format = formatOf(path);
  if (!format) throw unreadError(path);
  if (source.size === 0) throw dataError(`${path}: the file is empty; expected ${format.name}`);
  return decodeRaster(await format.load(), source, path, options);
}

/**
 * Reads and decodes a file.
 *
 * @throws DataError that names the path and what to do
 */
export async function readRasterOf(
  files: FileSystem,
  path: string,
  options: DecodeOptions = {},
): Promise<Raster> {
  if (!formatOf(path) && (await files.kindOf(path)) !== "folder") throw unreadError(path);
  return readSource(await files.source(path), path, options);
}

/**
 * Decodes a file, or opens it to be read by boxes where it has more than so many pixels and is stored in parts.
 *
 * @throws DataError as `readSource` does
 */
export async function readOrOpenSource(
  source: Source,
  path: string,
  options: DecodeOptions,
  mostPixels: number = MOST_PIXELS,
): Promise<Raster | RasterWindows> {
  const format = formatOf(path);
  if (!format?.windows || source.size === 0) return readSource(source, path, options);
  const windows = await openRasterWindows(await format.load(), source, path, options);
  if (!windows) return readSource(source, path, options);
  const { width, height, depth, channels } = windows.head;
  const block = windows.block.reduce((product, size) => product * size, channels);
  return width * height * depth > mostPixels && block <= MOST_BLOCK ? windows : wholeRaster(windows);
}

/** Says why a path's name is none that is read. */
export function unreadError(path: string): Error {
  return dataError(`${path}: ${unread(path)}`);
}

function unread(path: string): string {
  const parts = FORMATS.filter(({ companions }) =>
    companions?.some((end) => path.toLowerCase().endsWith(end)),
  );
  return parts.length > 0
    ? `it holds the numbers of ${parts.map(({ name }) => name).join(" or ")} alone; give the header that stands beside it`
    : `unknown format; expected ${formatList()}`;
}
