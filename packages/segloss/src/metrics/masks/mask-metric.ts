import type { LabelArray } from "../../fields/grid.ts";
import type { MetricDescription } from "../metric.ts";
import type { EmptyPolicy } from "../score.ts";
import type { SurfaceDistances } from "../surface/surface-distances.ts";

/** One class of a predicted and a true label map. */
export interface MaskPair {
  /** Nonzero inside. */
  readonly predicted: LabelArray;
  readonly truth: LabelArray;
  /** [height, width] or [depth, height, width]. */
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  readonly empty: EmptyPolicy;
  /** Object numbers, 0 for none: connected parts of the masks, or the data's own numbers. */
  readonly objects: () => readonly [predicted: LabelArray, truth: LabelArray];
  /** Computed once for all surface metrics. */
  readonly surface: () => SurfaceDistances;
}

/** A metric that needs the places of the pixels. That of a data set is the mean over its images. */
export interface MaskMetric extends MetricDescription {
  readonly kind: "mask";
  /** undefined where neither mask has a pixel and such are skipped. */
  from(pair: MaskPair, parameters: Readonly<Record<string, number>>): number | undefined;
}

/** The score, from 0 to 1, of two masks without anything in them. */
export function emptyScore(empty: EmptyPolicy): number | undefined {
  return empty === "skip" ? undefined : Number(empty === "perfect");
}
