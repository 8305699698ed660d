import type { DataSet } from "./data-set.ts";
import type { ImageSource } from "./image-source.ts";
import { dataSetOnto } from "./store/data-set-onto.ts";
import { memoryShelf } from "./store/memory-shelf.ts";
import { sourceOf } from "./store/source-of.ts";

/** A data set in memory as a source of images. */
export function memorySource(dataSet: DataSet): ImageSource {
  const shelf = memoryShelf();
  return sourceOf(dataSetOnto(shelf, dataSet), shelf);
}
