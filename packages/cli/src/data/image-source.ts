import type { Augmentation } from "./augment/index.ts";
import type { Normalisation } from "./channel-normalisation.ts";
import type { Labels, Sample } from "./data-set.ts";
import type { MaskNumbers } from "./mask-numbers.ts";
import type { Batch } from "./stack-batch.ts";
import type { ImageStatistics } from "./store/statistics.ts";

/** What is known of an image without reading its pixels. */
export interface ImageEntry {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** What no split divides: the scene, the subject, the volume of a slice. */
  readonly group: string;
  /** Distance of rows and of columns in mm, where the file says so. */
  readonly spacing?: readonly [number, number];
  /** Slice of a volume: its place in it, from 0. */
  readonly slice?: number;
  /** Whether the truth numbers its objects. */
  readonly hasObjects: boolean;
  /** Pixels of each class in the truth. */
  readonly classPixels: readonly number[];
  /** Pixels that count, where they are not those of all classes together, since classes may overlap. */
  readonly counted?: number;
}

/** A part of an image, in pixels. */
export interface Window {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whole images with their truth, read when they are needed; every process of a comparison opens its own. */
export interface ImageSource {
  readonly name: string;
  readonly classes: readonly string[];
  readonly channels: number;
  /** The mask value that belongs to no class. */
  readonly ignore?: number;
  /** How the masks' files number what the masks hold; absent where they are no files of numbers. */
  readonly masks?: MaskNumbers;
  readonly images: readonly ImageEntry[];
  /** Same pixels, same text: SHA-256 over all pixels as they are stored, masks, classes and names. */
  readonly fingerprint: string;
  readonly notes: readonly string[];
  readonly credit?: string;
  /** Groups that a split always holds back; absent where any may be. */
  readonly validationGroups?: readonly string[];
  /** The whole image; values 0 to 1. */
  sample(image: number): Sample;
  /** A part of an image, which lies inside of it; no more is read than its rows. Without numbers of objects. */
  window(image: number, window: Window): Sample;
  /** The truth of that part alone. */
  mask(image: number, window: Window): Sample["mask"];
  /** The numbers of the objects of the whole image; undefined where the truth has none. */
  objects(image: number): Labels | undefined;
  /** Sums over the pixels of an image; nothing is read. */
  statistics(image: number): ImageStatistics;
  close(): void;
}

/** At least this share of each batch (rounded up) has a pixel of one of the classes in the middle, drawn class by class. */
export interface ForegroundShare {
  readonly share: number;
  readonly classes: readonly number[];
}

/** What a training sees: square crops of some images. */
export interface CropOptions {
  /** Images to draw from, by index. */
  readonly images: readonly number[];
  /** Width and height of a crop in pixels. */
  readonly size: number;
  /** Crops in a batch. */
  readonly batch: number;
  readonly seed: number;
  /** Further values of a whole image (distance maps), cut with it. */
  readonly maps?: (image: number) => Readonly<Record<string, Float32Array>>;
  /** How crops are changed, drawn anew for each. Default "flips". */
  readonly augment?: Augmentation;
  /** Crops that hold one of some classes, more often than it happens. Default: none. */
  readonly foreground?: ForegroundShare;
}

/** An endless sequence of batches; batch n is a function of n and the options alone. */
export interface CropBatches {
  /** Steps in which as many pixels are drawn as the images have. */
  readonly stepsPerEpoch: number;
  /** The label of pixels that are left out; absent where no crop has any. */
  readonly ignore?: number;
  at(step: number): Batch;
  /** Ends what prepares batches ahead, where something does. */
  close?(): void;
}

export type MeasureNormalisation = (source: ImageSource, images: readonly number[]) => Normalisation;
