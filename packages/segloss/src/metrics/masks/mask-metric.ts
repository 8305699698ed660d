import { check } from "../../door/check.ts";
import type { LabelArray } from "../../fields/grid.ts";
import { EMPTY, type EmptyPolicy } from "../class-value.ts";
import { type InstanceOverlaps, instanceOverlaps } from "../instances/instance-overlaps.ts";
import type { MetricDescription } from "../metric.ts";
import type { Distance } from "../surface/distance-kinds.ts";
import type { SurfaceDistances } from "../surface/surface-distances.ts";

/** One class of a predicted and a true label map. */
export interface MaskPair {
  /** Nonzero inside. */
  readonly predicted: LabelArray;
  readonly truth: LabelArray;
  /** [height, width] or [depth, height, width]. */
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  /** One value per pixel, 0 where it is ignored: neither inside nor outside. Default: all are known. */
  readonly known?: LabelArray;
  readonly empty: EmptyPolicy;
  /** The distance of a mask from one that is not there, as in `SurfaceOptions`. Default: "diagonal". */
  readonly penalty?: "diagonal" | number;
  /** Object numbers, 0 for none: connected parts of the masks, or the data's own numbers. */
  readonly objects: () => readonly [predicted: LabelArray, truth: LabelArray];
  /** Overlaps of the objects, where something is ignored or belongs to a crowd. Default: those of `objects`. */
  readonly overlaps?: () => InstanceOverlaps;
  /** Computed once for all surface metrics of one distance. Default: "euclidean". */
  readonly surface: (distance?: Distance) => SurfaceDistances;
}

/** A metric that needs the places of the pixels. */
export interface MaskMetric extends MetricDescription {
  readonly kind: "mask";
  /** undefined where neither mask has a pixel and such are skipped, or every pixel is ignored. */
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
      if (!Number.isNaN(value)) return value;
      return isAllIgnored(pair) ? undefined : emptyScore(pair.empty);
    },
  };
}

/** The overlaps of the objects of a pair. */
export function overlapsOf({ overlaps, objects }: MaskPair): InstanceOverlaps {
  return overlaps ? overlaps() : instanceOverlaps(...objects());
}

/** The score, from 0 to 1, of two masks without anything in them. */
export function emptyScore(empty: EmptyPolicy): number | undefined {
  check("emptyScore: empty", empty, EMPTY);
  return empty === "skip" ? undefined : Number(empty === "perfect");
}

/** Whether all pixels are ignored, so that there is nothing to score. */
export function isAllIgnored({ known }: MaskPair): boolean {
  return known?.every((value: number) => value === 0) ?? false;
}

/** Copies of the masks that are 0 where pixels are ignored. */
export function knownMasks({ predicted, truth, known }: MaskPair): readonly [LabelArray, LabelArray] {
  if (!known) return [predicted, truth];
  const clear = (mask: LabelArray) => mask.map((value: number, i: number) => (known[i] ? value : 0));
  return [clear(predicted), clear(truth)];
}
