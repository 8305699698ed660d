import type { LabelArray } from "segloss/fields";
import type { EmptyPolicy, MetricParameter, SurfaceDistances } from "segloss/metrics";

/** One class of a predicted and a true label map. */
export interface MaskPair {
  /** Nonzero inside. */
  readonly predicted: LabelArray;
  readonly truth: LabelArray;
  /** [height, width] or [depth, height, width]. */
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  readonly empty: EmptyPolicy;
  /** Object numbers, 0 for none: connected parts of the masks, or the files' own numbers. */
  readonly objects: () => readonly [predicted: LabelArray, truth: LabelArray];
  /** Computed once for all surface metrics. */
  readonly surface: () => SurfaceDistances;
}

/** A metric that needs the places of the pixels. Its data-set value is the mean over the images. */
export interface MaskMetric {
  readonly kind: "mask";
  readonly name: string;
  readonly aliases: readonly string[];
  readonly title: string;
  readonly best: "high" | "low";
  readonly parameters: Readonly<Record<string, MetricParameter>>;
  /** undefined where neither mask has a pixel and such are skipped. */
  from(pair: MaskPair, parameters: Readonly<Record<string, number>>): number | undefined;
}
