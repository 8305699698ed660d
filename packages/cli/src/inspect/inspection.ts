import type { Advice } from "./advice/advice-kind.ts";
import type { Grouping } from "./groups/group-names.ts";

/** Version of what `segloss inspect --json` prints; docs/inspect.md describes it. It grows when a field changes its meaning. */
export const INSPECTION_VERSION = 1;

/** What a data set is like, before anything is trained on it. Pixels are the unit of every length. */
export interface Inspection {
  readonly version: typeof INSPECTION_VERSION;
  readonly name: string;
  /** Names of the classes; index 0 is the background. */
  readonly classes: readonly string[];
  readonly channels: number;
  /** The mask value that belongs to no class. */
  readonly ignore: number | null;
  /** Files, or images of a set without files. A volume is one, and each of its slices an image. */
  readonly files: number;
  readonly images: readonly ImageRow[];
  readonly sizes: readonly SizeCount[];
  readonly grouping: Pick<Grouping, "rule" | "note"> & {
    readonly count: number;
    /** Images in the largest group. */
    readonly largest: number;
  };
  readonly pixels: { readonly total: number; readonly ignored: number; readonly foreground: number };
  readonly perClass: readonly ClassSummary[];
  /** Names of images without a pixel of a class above 0. */
  readonly empty: readonly string[];
  /** Tiles of a training crop's size, and those without foreground. */
  readonly tiles: { readonly size: number; readonly count: number; readonly empty: number };
  readonly objects: ObjectSummary;
  readonly intensity: IntensitySummary;
  readonly duplicates: Duplicates;
  readonly notes: readonly string[];
  /** A line for each file that cannot be used. */
  readonly problems: readonly string[];
  /** What follows for losses. */
  readonly advice: readonly Advice[];
}

/** What of it follows from the masks. */
export type TruthSummary = Omit<
  Inspection,
  "version" | "channels" | "intensity" | "duplicates" | "notes" | "problems" | "advice"
>;

export interface ImageRow {
  readonly name: string;
  readonly group: string;
  readonly width: number;
  readonly height: number;
  /** Pixels of each class. */
  readonly pixels: readonly number[];
  readonly ignored: number;
  readonly objects: number;
  readonly touching: number;
}

export interface SizeCount {
  readonly width: number;
  readonly height: number;
  readonly images: number;
}

export interface ClassSummary {
  readonly name: string;
  /** Images that hold it. */
  readonly images: number;
  readonly groups: number;
  readonly pixels: number;
  /** Share of the pixels that are not ignored. */
  readonly share: number;
  /** Share of the pixels of those images that hold it. */
  readonly shareWhereItIs: number;
  /** Mean width: four times the mean depth of its pixels; null where it has no border. */
  readonly width: number | null;
  /** Depth that 99 of 100 of its pixels do not exceed. */
  readonly depth: number | null;
  /** Area over mean width squared of the objects, mean over pixels: 1.8 for a disc, its length over its width for a strip; null for class 0. */
  readonly elongation: number | null;
  /** Shares of its pixels whose distance to a pixel of another class is at most 1, and at most 2. */
  readonly within1: number;
  readonly within2: number;
  /** Objects of the class; 0 for class 0. */
  readonly objects: number;
}

export interface ObjectSummary {
  /** What counts as one: `numbered` as the masks say, or `parts`: connected parts of a class above 0. */
  readonly kind: "numbered" | "parts";
  readonly count: number;
  /** Over images: least, median, most. */
  readonly perImage: Spread | null;
  /** Pixels of an object. */
  readonly sizes: Spread | null;
  /** Distance of each object to the nearest other one of its image; those alone are left out. */
  readonly nearest: Spread | null;
  /** Pairs with pixels side by side or corner to corner. */
  readonly touching: number;
  /** Objects with another one within 10 pixels. */
  readonly near: number;
  /** Known pixels by the sum of their distances to the two nearest objects, in tenths of a pixel from 0. */
  readonly gaps: readonly number[];
  /** Pixels and nearest distance of every object (null: alone in its image), for histograms; `--json` leaves it out. */
  readonly each: readonly { readonly pixels: number; readonly nearest: number | null }[];
}

/** Least, quartiles and most of some values. */
export interface Spread {
  readonly least: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  readonly most: number;
}

export interface IntensitySummary {
  readonly channels: readonly ChannelSummary[];
  /** Stored value of white; null where values are measurements, or files differ. */
  readonly white: number | null;
  /** Stored values that occur, over all files. */
  readonly stored: readonly [least: number, most: number];
  /** Largest stored value of each file, of measurements. */
  readonly largest: Spread | null;
  /** Names of images of one value. */
  readonly constant: readonly string[];
}

/** Of the values 0 to 1 that are trained on. */
export interface ChannelSummary {
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  readonly deviation: number;
  /** Shares of the pixels at 0 and at white. */
  readonly black: number;
  readonly saturated: number;
}

export interface Duplicates {
  /** Files with the same pixels. */
  readonly images: readonly {
    readonly names: readonly string[];
    readonly masks: "same" | "different";
    readonly groups: "one" | "several";
  }[];
  /** Files of different pixels with the same mask, which has foreground. */
  readonly masks: readonly (readonly string[])[];
}
