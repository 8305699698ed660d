import { dataError } from "./data-error.ts";
import type { DecodeOptions, Format } from "./formats/format.ts";
import type { Raster } from "./raster.ts";
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
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw dataError(
      `${path}: cannot be read as ${format.name}: ${reason}. Check that the file is whole and really ${format.name}`,
      cause,
    );
  }
}
