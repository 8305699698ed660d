import type { Raster } from "../raster.ts";
import type { Source } from "../source.ts";

/** A line of the list of formats: a decoder is loaded when a file of it is met. */
export interface FormatEntry extends Pick<Format, "name" | "extensions"> {
  load(): Promise<Format>;
}

/** A file format. What is added is one file with one of these and one line in `formats/index.ts`. */
export interface Format {
  readonly name: string;
  /** Lower case with the leading dot; the longest that ends a path wins (`.nii.gz`). */
  readonly extensions: readonly string[];
  /** Rejects where the bytes are damaged or the flavour is not supported; the caller adds the path. */
  decode(source: Source): Promise<Raster>;
  encode?(raster: Raster): Uint8Array;
}
