import type { Unpack } from "../inflate/inflate.ts";
import type { Raster } from "../raster.ts";
import type { Source } from "../source.ts";
import type { RasterWindows } from "../windows/raster-windows.ts";

/** A line of the list of formats: a decoder is loaded when a file of it is met. */
export interface FormatEntry extends Pick<Format, "name" | "extensions" | "companions"> {
  /** Whether the format has `openWindows`. */
  readonly windows?: boolean;
  load(): Promise<Format>;
}

/** What a file cannot say of itself, and how it is read. */
export interface DecodeOptions {
  /** The axes of an array without names (NPY, NPZ), slowest first: z, y, x for depth, height, width, c for classes or channels. */
  readonly axes?: string;
  /** Which array of an archive (NPZ) is meant. */
  readonly array?: string;
  /**
   * Unpacks the bytes of a file. Default: into new memory. With `reusedInflate` the samples of a raster are valid until the next file is
   * read with the same one.
   */
  readonly unpack?: Unpack;
  /** Gives memory of so many bytes for the samples of a file, valid until the next file is read. Default: new memory. */
  readonly memory?: (bytes: number) => ArrayBuffer;
}

/** A file format. What is added is one file with one of these and one line in `formats/index.ts`. */
export interface Format {
  readonly name: string;
  /** Lower case with the leading dot; the longest that ends a path wins (`.nii.gz`). */
  readonly extensions: readonly string[];
  /** Extensions of files that belong to a file of this format and are read with it (`.img` beside `.hdr`). */
  readonly companions?: readonly string[];
  /** Rejects where the bytes are damaged or the flavour is not supported; the caller adds the path. */
  decode(source: Source, options?: DecodeOptions): Promise<Raster>;
  /** Opens a file to be read by boxes, where the format stores it in parts; rejects as `decode` does. */
  openWindows?(source: Source, options?: DecodeOptions): Promise<RasterWindows>;
  encode?(raster: Raster): Uint8Array;
}
