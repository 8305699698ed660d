import { dataError, isDataError } from "./data-error.ts";
import type { DecodeOptions, Format } from "./formats/format.ts";
import type { Raster } from "./raster.ts";
import { isNotSupported } from "./reader-error.ts";
import type { Source } from "./source.ts";
import type { RasterWindows } from "./windows/raster-windows.ts";

/**
 * Decodes a file.
 *
 * @param path how errors call the file
 * @throws DataError that names the file, what is wrong and the remedy
 */
export async function decodeRaster(
  format: Format,
  source: Source,
  path: string,
  options: DecodeOptions = {},
): Promise<Raster> {
  try {
    return await format.decode(source, options);
  } catch (cause) {
    throw readingError(format, path, cause);
  }
}

/**
 * Opens a file to be read by boxes; undefined where the format cannot.
 *
 * @throws DataError as `decodeRaster` does, also where a box is read
 */
export async function openRasterWindows(
  format: Format,
  source: Source,
  path: string,
  options: DecodeOptions = {},
): Promise<RasterWindows | undefined> {
  try {
    const windows = await format.openWindows?.(source, options);
    return windows && { ...windows, readBox: (box) => windows.readBox(box).catch(rethrow) };
  } catch (cause) {
    throw readingError(format, path, cause);
  }

  function rethrow(cause: unknown): never {
    throw readingError(format, path, cause);
  }
}

function readingError(format: Format, path: string, cause: unknown): Error {
  if (isDataError(cause)) return cause;
  return isNotSupported(cause)
    ? dataError(`${path}: ${cause.message}`, cause)
    : dataError(
        `${path}: cannot be read as ${format.name}: ${reasonOf(cause)}. Check that the file is whole and really ${format.name}`,
        cause,
      );
}

/** What readers say themselves; where one stumbles over damage, its stumbling says nothing to the user. */
function reasonOf(cause: unknown): string {
  return cause instanceof Error && cause.constructor === Error ? cause.message : "its content is damaged";
}
