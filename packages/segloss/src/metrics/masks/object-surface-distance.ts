import type { LabelArray } from "../../fields/grid.ts";
import { instanceOverlaps } from "../instances/instance-overlaps.ts";
import { type InstanceMatches, matchInstances } from "../instances/match-instances.ts";
import { sizeOf, sumOf, total } from "../surface/directed-sums.ts";
import { DIRECTION, measured } from "../surface/direction.ts";
import { penaltyOf } from "../surface/penalty-of.ts";
import { type SurfaceDistances, surfaceDistances } from "../surface/surface-distances.ts";
import { isAllIgnored, type MaskMetric, type MaskPair } from "./mask-metric.ts";
import { around, cutOut, sizesOf, windowsOf } from "./object-windows.ts";

const EDGES = ["face", "full"] as const;

/**
 * Average surface distance of objects that belong together: each predicted object and the true one that it is matched
 * with have surfaces of their own, and the mean is over the points of all of them.
 */
export const objectSurfaceDistance: MaskMetric = {
  kind: "mask",
  name: "objectSurfaceDistance",
  aliases: ["objAssd", "obj_assd"],
  title: "Average surface distance of matched objects",
  formula:
    "(sum(d(P_k, T_k)) + sum(d(T_k, P_k))) / (sum of |P_k| + |T_k|), over matched objects k that share a pixel",
  latex: String.raw`\frac{\sum_k \left( \sum_{a \in P_k} d(a, T_k) + \sum_{b \in T_k} d(b, P_k) \right)}{\sum_k |P_k| + |T_k|}`,
  reference: "O. Maier, MedPy, https://github.com/loli/medpy",
  use: "How well the objects that were found are outlined, where a neighbour's border must not stand in for an object's own. Objects that were missed or invented are in no sum: read it with a count of them.",
  elsewhere: [
    "medpy `obj_assd`, and `obj_asd`, which measures from the reference, unlike its `asd` and its own examples: `direction=truth`; a `connectivity` of all axes is `edges=full` beside the same of the objects. The same where no object overlaps several; there it takes one by the order of labels, here matches are as many as can be, with the greatest IoU",
  ],
  range: [0, Number.POSITIVE_INFINITY],
  best: "low",
  parameters: {
    direction: DIRECTION,
    edges: {
      default: 0,
      choices: EDGES,
      meaning: "pixels of a surface have one outside across a face, or at least across a corner",
    },
  },
  from(pair, { direction, edges }) {
    const { shape, spacing, empty, penalty = "diagonal" } = pair;
    const { predicted, truth, pairs } = instanceOverlaps(...pair.objects());
    const { matches } = matchInstances({ predicted, truth, pairs }, { threshold: 0, exceed: true });
    const sets = distancesOf(pair, matches, EDGES[edges]).flatMap((found) => measured(found, direction));
    if (matches.length > 0)
      return total(sets, sizeOf) > 0 ? total(sets, sumOf) / total(sets, sizeOf) : undefined;
    const isEmpty = predicted.labels.length + truth.labels.length === 0;
    if (isAllIgnored(pair) || (isEmpty && empty === "skip")) return undefined;
    return isEmpty && empty === "perfect" ? 0 : penaltyOf(penalty, shape, spacing);
  },
};

/** Of each matched pair, within the part of the image that holds both. */
function distancesOf(
  { objects, shape, spacing, known }: MaskPair,
  matches: InstanceMatches["matches"],
  connectivity: (typeof EDGES)[number],
): SurfaceDistances[] {
  const [p, t] = objects();
  const [inPrediction, inTruth] = [windowsOf(p, shape), windowsOf(t, shape)];
  return matches.map(({ predicted, truth }) => {
    const window = around(inPrediction.get(predicted)!, inTruth.get(truth)!, shape);
    const only = (map: LabelArray, label: number) =>
      cutOut(map, shape, window, (value) => Number(value === label));
    const options = known ? { known: cutOut(known, shape, window, (value) => Number(value !== 0)) } : {};
    const sizes = sizesOf(window, shape.length);
    return surfaceDistances(only(p, predicted), only(t, truth), sizes, { spacing, connectivity, ...options });
  });
}
