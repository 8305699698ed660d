import { decodeRaster } from "../src/decode-raster.ts";
import type { Format } from "../src/formats/format.ts";
import type { Raster } from "../src/raster.ts";
import { bytesSource } from "../src/source.ts";

/** What a format makes of these bytes. */
export const decoded = (format: Format, bytes: Uint8Array): Promise<Raster> =>
  format.decode(bytesSource("file", bytes));

/** The same through the door that words errors. */
export const decodedFile = (format: Format, bytes: Uint8Array, path: string): Promise<Raster> =>
  decodeRaster(format, bytesSource(path, bytes), path);
