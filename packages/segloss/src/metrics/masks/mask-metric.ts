import type { LabelArray } from "../../fields/grid.ts";
import { type InstanceOverlaps, instanceOverlaps } from "../instances/instance-overlaps.ts";
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
  /** Overlaps of the objects, where something is ignored or belongs to a crowd. Default: those of `objects`. */
  readonly overlaps?: () => InstanceOverlaps;
  /** Computed once for all surface metrics. */
  readonly surface: () => SurfaceDistances;
}

/** A metric that needs the places of the pixels. */
export interface MaskMetric extends MetricDescription {
  readonly kind: "mask";
  /** undefined where neither mask has a pixel and such are skipped. */
  from(pair: MaskPair, parameters: Readonly<Record<string, number>>): number | undefined;
  /** For the value of a data set; where it is absent, that is the mean over its images. */
  readonly sums?: MaskSums;
}

/** Numbers that are added up over the images of a data set. */
export interface MaskSums {
  /** Of one pair. */
  of(pair: MaskPair, parameters: Readonly<Record<string, number>>): readonly number[];
  /** The metric of what was added; NaN where nothing was there. */
  value(sums: readonly number[], parameters: Readonly<Record<string, number>>): number;
}

/** A metric whose value for one pair, too, comes from its sums. */
export function summedMetric(
  metric: Omit<MaskMetric, "kind" | "from"> & { readonly sums: MaskSums },
): MaskMetric {
  const { sums } = metric;
  return {
    ...metric,
    kind: "mask",
    from(pair, parameters) {
      const value = sums.value(sums.of(pair, parameters), parameters);
      return Number.isNaN(value) ? emptyScore(pair.empty) : value;
    },
  };
}

/** The overlaps of the objects of a pair. */
export function overlapsOf({ overlaps, objects }: MaskPair): InstanceOverlaps {
  return overlaps ? overlaps() : instanceOverlaps(...objects());
}

/** The score, from 0 to 1, of two masks without anything in them. */
export function emptyScore(empty: EmptyPolicy): number | undefined {
  return empty === "skip" ? undefined : Number(empty === "perfect");
}
