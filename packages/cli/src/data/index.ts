export {
  decodeNpy,
  encodeNpy,
  FORMATS,
  type Format,
  type FormatEntry,
  formatOf,
  maskLabels,
  type NpyArray,
  type Raster,
  type RasterData,
  stemOf,
} from "@segloss/io";
export { type Batches, type BatchOptions, drawBatches, inOrder } from "./batches.ts";
export { cacheFolder } from "./cache.ts";
export type { Normalisation } from "./channel-normalisation.ts";
export type { LabelKind } from "./class-file.ts";
export { cropBatches } from "./crops/crop-batches.ts";
export { type PrefetchedCrops, prefetchedCrops } from "./crops/prefetched-crops.ts";
export { type CropPlace, readCrop } from "./crops/read-crop.ts";
export { type ValidationCrops, type ValidationOptions, validationCrops } from "./crops/validation-crops.ts";
export { dataError, isDataError } from "./data-error.ts";
export type { DataProblem } from "./data-problem.ts";
export { countPixels, type DataSet, type Labels, type Sample } from "./data-set.ts";
export { type FolderOptions, openFolder } from "./folder.ts";
export type { CropBatches, CropOptions, ImageEntry, ImageSource, Window } from "./image-source.ts";
export { imageValues } from "./image-values.ts";
export { memorySource } from "./memory-source.ts";
export { NAMED_SETS, type NamedSet, type NamedSetOptions } from "./named/index.ts";
export { simulateNuclei } from "./named/nuclei.ts";
export { measureNormalisation } from "./normalisation.ts";
export { type OpenOptions, openDataSet } from "./open-data-set.ts";
export { openSource, type SourceOptions } from "./open-source.ts";
export { openStoredSource, type StoredSource } from "./open-stored-source.ts";
export type { Pair } from "./pair.ts";
export { findPairs } from "./pairs.ts";
export { type Random, random, shuffled } from "./random.ts";
export { readRaster, writeRaster } from "./read-file.ts";
export { type Split, type SplitOptions, split } from "./split.ts";
export { type Batch, type Layout, stackBatch } from "./stack-batch.ts";
export { type Survey, surveyFolder } from "./survey-folder.ts";
export { cutTiles, type TileOptions } from "./tiles.ts";
