import type { DataSet } from "../data-set.ts";

export interface NamedSetOptions {
  /** Folder for downloads and what is made of them. Default: see `cacheFolder`. */
  cacheFolder?: string;
  /** Seed of simulated images. Default 0. */
  seed?: number;
  /** Number of simulated images. */
  count?: number;
  /** Width and height of simulated images in pixels. */
  size?: number;
  /** Told what is being done, for a progress line. */
  onProgress?: (text: string) => void;
}

/** A data set that is opened by its name. What is added is one file with one of these and a line in `named/index.ts`. */
export interface NamedSet {
  readonly name: string;
  /** One line for lists and help. */
  readonly summary: string;
  /** Tile size where none is asked for; absent: images are not cut. */
  readonly defaultTile?: number;
  /** Largest tile that the set allows. */
  readonly largestTile?: number;
  open(options: NamedSetOptions): Promise<DataSet>;
}
