import type { LinkName } from "../links/index.ts";
import type { ClassField } from "./class-field.ts";
import type { KERNELS, TermKernels } from "./kernels.ts";

/** A value that an option of a loss can take; what JSON can hold. */
export type OptionValue = number | string | boolean | null | readonly number[];

/** Which classes enter the average over classes: all, those with a true pixel in the region, or a list. */
export type ClassSelection = "all" | "present" | readonly number[];

/** How objects are found in the targets for the distance to the nearest cells. */
export type Cells = "instances" | "components" | "classes";

/** Distances to the nearest two cells, `d1` and `d2`. */
export interface CellFields {
  readonly cells: Cells;
  readonly classFields?: never;
  /** Size of a pixel along each spatial axis; default 1. */
  readonly spacing?: readonly number[];
}

export interface ClassFields {
  readonly classFields: readonly ClassField[];
  readonly cells?: never;
  /** The logit above which a pixel counts as predicted; default: where p > 1/2. */
  readonly above?: number;
  /** What `smoothed` weighs the pixels around with, along each axis: an odd number of values, the middle one its own. */
  readonly kernel?: readonly number[];
  /** Size of a pixel along each spatial axis; default 1. */
  readonly spacing?: readonly number[];
}

/** What the fields of a term are made from. */
export type FieldSettings = CellFields | ClassFields;

/** A factor that goes in a line from one number to another while a network is trained; see `ramp`. */
export interface Ramp {
  readonly from: number;
  readonly to: number;
  /** Progress of the training, 0 to 1, at which the line begins and ends. */
  readonly start: number;
  readonly end: number;
}

/**
 * One formula with its parameters and its region: a loss is a weighted sum of these. Plain data but for the kernels, which
 * `lossFromJson` gives back: a term goes through JSON and back unchanged.
 */
export interface Term {
  /** Factor in the sum. */
  readonly weight: number;
  /** A further factor, that changes with `progress`; absent: none. */
  readonly ramp?: Ramp;
  /** Name of the factory that made it, or "formula". */
  readonly name: string;
  /** Options as given to the factory. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** The formula; two when a single channel and classes that exclude each other need different ones. */
  readonly formula: string | { readonly sigmoid: string; readonly softmax: string };
  /** Constants of the formula; a list has one value per class. */
  readonly parameters: Readonly<Record<string, number | readonly number[]>>;
  /** Names of pixel maps [batch, ...space] that the caller passes. */
  readonly maps: readonly string[];
  /** Sums run over each image, then images are averaged; or over the whole batch. */
  readonly over: "image" | "batch";
  readonly classes: ClassSelection;
  /** Whether class 0 is among the classes. */
  readonly background: boolean;
  /** Weight of each class in the average over classes, which is divided by the sum of the weights. */
  readonly classWeights: readonly number[] | null;
  /** Whether sums run over all classes together. */
  readonly pooled: boolean;
  /** Whether `mean` divides by the sum of the pixel weights instead of the number of valid pixels. */
  readonly normalize: boolean;
  /** Value of 0/0 between sums: what an empty class scores. */
  readonly empty: number;
  readonly fields: FieldSettings | null;
  /** Link that the term is made for; absent: any. */
  readonly link?: TermLink;
  /** Code for what the formula needs beyond arithmetic; absent: nothing. */
  readonly [KERNELS]?: readonly TermKernels[];
}

/** A link, or "default": that of the channels, sigmoid for one and softmax for several. */
export type TermLink = LinkName | "default";

/** A loss: a weighted sum of terms, as data. */
export interface Loss {
  readonly terms: readonly Term[];
}
