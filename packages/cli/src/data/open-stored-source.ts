import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { dataError } from "./data-error.ts";
import type { DataProblem } from "./data-problem.ts";
import type { ImageSource } from "./image-source.ts";
import { openShelf } from "./store/file-shelf.ts";
import { readManifest } from "./store/manifest.ts";
import { sourceOf } from "./store/source-of.ts";

/** A source whose pixels are in a file. */
export interface StoredSource extends ImageSource {
  /** The manifest: `openStoredSource` opens the same images from it, in any process. */
  readonly file: string;
  /** Files of the data set that were passed over, where that was asked for. */
  readonly problems: readonly DataProblem[];
}

/** Opens what `openSource` has written, by its manifest. */
export function openStoredSource(file: string): StoredSource {
  const { set, pixels, bytes, problems } = readManifest(file);
  const path = join(dirname(file), pixels);
  if (statSync(path, { throwIfNoEntry: false })?.size !== bytes)
    throw dataError(`${path}: it is not the file of ${bytes} bytes that was written; open the data anew`);
  return { ...sourceOf(set, openShelf(path)), file, problems };
}
