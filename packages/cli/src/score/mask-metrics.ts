import type { LabelArray } from "segloss/fields";
import {
  averagePrecision,
  boundaryJaccard,
  centrelineDice,
  componentCounts,
  diceScore,
  type EmptyPolicy,
  instanceCounts,
  instanceOverlaps,
  matchInstances,
  panopticQuality,
  type SurfaceMetric,
  scoreSurface,
  surfaceMetrics,
} from "segloss/metrics";
import type { MaskMetric, MaskPair } from "./mask-metric.ts";

/** Metrics of single masks, in the order in which they are listed. A new one is a record here. */
export const MASK_METRICS: readonly MaskMetric[] = [
  ...surfaceMetrics.map(ofSurface),
  {
    kind: "mask",
    name: "boundaryJaccard",
    aliases: ["boundaryIoU", "biou"],
    title: "Boundary IoU",
    best: "high",
    parameters: { width: { default: 0, meaning: "depth of the boundary; 0: 2 % of the image's diagonal" } },
    from({ predicted, truth, shape, spacing, empty }, { width }) {
      const options = { spacing, empty, ...(width > 0 && { width }) };
      return boundaryJaccard(predicted, truth, shape, options);
    },
  },
  {
    kind: "mask",
    name: "centrelineDice",
    aliases: ["cldice"],
    title: "clDice",
    best: "high",
    parameters: { lee: { default: 0, meaning: "1: Lee's thinning in 2-D as well, as always in 3-D" } },
    from({ predicted, truth, shape, empty }, { lee }) {
      const options = lee > 0 ? { empty, thinning: "lee" as const } : { empty };
      return centrelineDice(predicted, truth, shape, options)?.value;
    },
  },
  {
    kind: "mask",
    name: "componentDice",
    aliases: ["ccdice"],
    title: "Dice of each connected part, averaged",
    best: "high",
    parameters: {},
    from: componentDice,
  },
  {
    kind: "mask",
    name: "panopticQuality",
    aliases: ["pq"],
    title: "Panoptic quality of the objects",
    best: "high",
    parameters: { threshold: { default: 0.5, meaning: "IoU that a match must exceed" } },
    from({ objects, empty }, { threshold }) {
      const matches = matchInstances(instanceOverlaps(...objects()), { threshold, exceed: true });
      return panopticQuality(instanceCounts(matches), empty)?.quality;
    },
  },
  {
    kind: "mask",
    name: "averagePrecision",
    aliases: ["ap"],
    title: "Average precision of the objects, IoU 0.5 to 0.95",
    best: "high",
    parameters: {},
    from: ({ objects, empty }) =>
      averagePrecision([instanceOverlaps(...objects())], undefined, { empty })?.value,
  },
];

function ofSurface(metric: SurfaceMetric): MaskMetric {
  const { name, aliases, title, best, parameters } = metric;
  const from: MaskMetric["from"] = ({ surface, empty }, given) =>
    scoreSurface(metric, surface(), given, empty);
  return { kind: "mask", name, aliases, title, best, parameters, from };
}

/** Without a true part there is nothing to average: perfect, or the worst when something was predicted. */
function componentDice({ predicted, truth, shape, spacing, empty }: MaskPair): number | undefined {
  const counts = componentCounts(predicted, truth, shape, { spacing });
  if (counts.length > 0) return counts.reduce((sum, one) => sum + diceScore.from(one, {}), 0) / counts.length;
  return isEmpty(predicted) ? emptyValue(empty) : 0;
}

function isEmpty(mask: LabelArray): boolean {
  return !mask.some((value: number) => value !== 0);
}

function emptyValue(empty: EmptyPolicy): number | undefined {
  return empty === "skip" ? undefined : Number(empty === "perfect");
}
