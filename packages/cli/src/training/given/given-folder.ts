import type { Source } from "@segloss/io";

/** Files that somebody gave a page, by their paths below what was given. */
export interface GivenFolder {
  /** What it is called in messages. */
  readonly name: string;
  readonly paths: readonly string[];
  /** A file, or a folder that is one image (OME-Zarr). */
  source(path: string): Source | undefined;
  /** The text of a file; undefined where there is none. */
  text(path: string): Promise<string | undefined>;
}
