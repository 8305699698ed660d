import type { Unit } from "@segloss/io";
import type { ImageSummary } from "segloss/metrics";
import type { ObjectLists } from "./object-lists.ts";

/** What `segloss score --json` prints. */
export interface ScoreResult {
  readonly images: number;
  readonly pixels: number;
  /** Labels of the confusion matrix; 0 is background. */
  readonly labels: readonly number[];
  /** `confusion[truth][predicted]` pixels, in the order of `labels`; empty where there are more than 2000. */
  readonly confusion: readonly (readonly number[])[];
  /** Images of which segments overlap: `confusion` holds their pixels once a class, and is no matrix to show. Absent without any. */
  readonly overlapping?: number;
  /** Pixels of each true label where an ignored label was predicted; absent without any. */
  readonly unlabelled?: readonly number[];
  readonly metrics: readonly MetricResult[];
  /** Worst first by the first metric. */
  readonly rows: readonly ImageRow[];
  /** Labels that were found and not asked for; they count as everything else. */
  readonly strangers: readonly number[];
  /** Unit of distances; absent where the files state none, or are of several. */
  readonly unit?: Unit;
  /** Names of classes that the files state. */
  readonly names?: Readonly<Record<string, string>>;
  /** The units that the files state, where they are several: distances of different images cannot be compared. */
  readonly units?: readonly string[];
}

export interface MetricResult {
  readonly metric: string;
  readonly best: "high" | "low" | "zero";
  /** Of all images together; null for distances and the like, and where all is skipped. */
  readonly dataset: number | null;
  /** Over the images' values, each the mean over its classes. */
  readonly overImages: ImageSummary | null;
  /** Per class the mean over the images that have it, and the mean of those. */
  readonly overClasses: number | null;
  /** Means over the classes of things and of stuff; present with `--labels panoptic`. */
  readonly things?: number | null;
  readonly stuff?: number | null;
  readonly classes: readonly ClassResult[];
}

export interface ClassResult {
  /** The label, or the region's name. */
  readonly label: number | string;
  readonly dataset: number | null;
  readonly overImages: number | null;
  /** Images that the mean is over. */
  readonly images: number;
}

export interface ImageRow {
  readonly name: string;
  /** Per metric; null where skipped. */
  readonly values: readonly (number | null)[];
  /** Per metric and class that was asked for; present where there are several, or regions. */
  readonly classes?: readonly (readonly (number | null)[])[];
  /** With `--objects`. */
  readonly objects?: readonly ObjectLists[];
}
