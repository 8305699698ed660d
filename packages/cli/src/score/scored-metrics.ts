import { type MaskMetric, type MatrixMetric, METRIC_KINDS, type Metric } from "segloss/metrics";

/** The metrics of `--metrics`: those of label maps. */
export const SCORED_METRICS: readonly (Metric | MatrixMetric | MaskMetric)[] = METRIC_KINDS.flatMap((kind) =>
  kind.ofLabels ? kind.metrics : [],
);
