import { dataError, isDataError } from "./data-error.ts";
import type { DecodeOptions, Format } from "./formats/format.ts";
import type { Raster } from "./raster.ts";
import { isNotSupported } from "./reader-error.ts";
import type { Source } from "./source.ts";

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
    if (isDataError(cause)) throw cause;
    throw isNotSupported(cause)
      ? dataError(`${path}: ${cause.message}`, cause)
      : dataError(
          `${path}: cannot be read as ${format.name}: ${reasonOf(cause)}. Check that the file is whole and really ${format.name}`,
          cause,
        );
  }
}

/** What readers say themselves; where one stumbles over damage, its stumbling says nothing to the user. */
function reasonOf(cause: unknown): string {
  return cause instanceof Error && cause.constructor === Error ? cause.message : "its content is damaged";
}
