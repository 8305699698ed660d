import { type DecodeOptions, pngLabels, pngRows, type Raster, tiffLabels } from "@segloss/io";
import { annotatedImageOf } from "../data/annotation-file.ts";
import { reusedFile } from "../data/reused-file.ts";

/** A kind of file that has a faster reader for its plain form. */
interface PlainKind {
  readonly extensions: readonly string[];
  /** undefined, or an error, for what is not plain or is damaged. */
  read(path: string): Raster | undefined;
}

/**
 * Reads masks of the plain forms that nearly all have, several times faster than the general readers; undefined for all else, which
 * those know or explain. Labels are valid until the next call.
 *
 * @param bytesOf reads a file
 * @param memory gives memory that is used again, of so many bytes
 * @param mostPixels what has more is read by parts
 */
export function plainMasks(
  bytesOf: (path: string) => Uint8Array | undefined,
  memory: NonNullable<DecodeOptions["memory"]>,
  mostPixels: number,
): (path: string) => Raster | undefined {
  const kinds = [...plainPng(bytesOf, memory), ...plainTiff(mostPixels)];
  return (path) => {
    const name = path.toLowerCase();
    const kind = kinds.find(({ extensions }) => extensions.some((end) => name.endsWith(end)));
    if (!kind || annotatedImageOf(path)) return undefined;
    try {
      return kind.read(path);
    } catch {
      return undefined;
    }
  };
}

function plainPng(
  bytesOf: (path: string) => Uint8Array | undefined,
  memory: NonNullable<DecodeOptions["memory"]>,
): PlainKind[] {
  const rows = pngRows();
  if (!rows) return [];
  const labels = (length: number) => new Uint8Array(memory(length), 0, length);
  const read = (path: string) => {
    const bytes = bytesOf(path);
    return bytes && pngLabels(bytes, rows, labels);
  };
  return [{ extensions: [".png"], read }];
}

function plainTiff(mostPixels: number): PlainKind[] {
  const labels = tiffLabels();
  if (!labels) return [];
  // Tiles are read where they are unpacked.
  const bytesOf = reusedFile(labels.room);
  const read = (path: string) => (bytesOf(path) ? labels.labels(mostPixels) : undefined);
  return [{ extensions: [".tif", ".tiff"], read }];
}
