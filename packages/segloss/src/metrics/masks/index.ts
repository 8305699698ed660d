import { check } from "../../door/check.ts";
import { checkMetric } from "../check-metric.ts";
import { METRIC } from "../parameters.ts";
import { type SurfaceMetric, scoreSurface } from "../surface/surface-metric.ts";
import { averagePrecisionMetric } from "./average-precision-metric.ts";
import { boundaryJaccardMetric } from "./boundary-jaccard-metric.ts";
import { centrelineDiceMetric } from "./centreline-dice-metric.ts";
import { componentDice } from "./component-dice.ts";
import { lesionF1 } from "./lesion-f1.ts";
import type { MaskMetric } from "./mask-metric.ts";
import { panopticQualityMetric } from "./panoptic-quality-metric.ts";

/** The metrics of masks besides those of surfaces, in the order in which they are listed to people. */
export const maskMetrics: readonly MaskMetric[] = [
  boundaryJaccardMetric,
  centrelineDiceMetric,
  componentDice,
  lesionF1,
  panopticQualityMetric,
  averagePrecisionMetric,
];

/** A surface metric as one of masks. */
export function maskMetricOf(metric: SurfaceMetric): MaskMetric {
  check("maskMetricOf: metric", metric, METRIC);
  checkMetric(metric, "surface", "maskMetricOf");
  const from: MaskMetric["from"] = ({ surface, empty }, given) =>
    scoreSurface(metric, surface(), given, empty);
  return { ...metric, kind: "mask", from };
}

export type { MaskMetric, MaskPair } from "./mask-metric.ts";
