import type { LabelArray } from "../../fields/grid.ts";
import { penaltyOf } from "../surface/penalty-of.ts";
import { isAllIgnored, knownMasks, type MaskMetric } from "./mask-metric.ts";

/** Distance between the centres of mass of two masks. */
export const centreDistance: MaskMetric = {
  kind: "mask",
  name: "centreDistance",
  aliases: ["comDist", "com_dist"],
  title: "Distance of the centres of mass",
  formula: "|mean of the places in P - mean of the places in T|",
  latex: String.raw`\left\| \frac{1}{|P|} \sum_{a \in P} a - \frac{1}{|T|} \sum_{b \in T} b \right\|`,
  reference: "L. Maier-Hein and others, Metrics reloaded, Nature Methods 21, 2024",
  use: "Whether an object is found in its place, where the outline is secondary: a needle's target, a landmark. Two shapes that differ altogether can have one centre.",
  elsewhere: [
    "MetricsReloaded `com_dist`: the same where both masks have pixels; -1 where one has none, here the penalty",
    "MONAI's wrapper of MetricsReloaded has it by that name",
  ],
  range: [0, Number.POSITIVE_INFINITY],
  best: "low",
  parameters: {},
  from(pair) {
    const { shape, spacing, empty, penalty = "diagonal" } = pair;
    const [p, t] = knownMasks(pair).map((mask) => centreOf(mask, shape, spacing));
    if (p && t) return Math.hypot(...p.map((place, axis) => place - t[axis]));
    if (isAllIgnored(pair) || (!p && !t && empty === "skip")) return undefined;
    return !p && !t && empty === "perfect" ? 0 : penaltyOf(penalty, shape, spacing);
  },
};

/** Along each axis, in units of the spacing; undefined for an empty mask. */
function centreOf(
  mask: LabelArray,
  shape: readonly number[],
  spacing: readonly number[],
): number[] | undefined {
  const sums = shape.map(() => 0);
  let pixels = 0;
  for (let i = 0; i < mask.length; i++) {
    if (!mask[i]) continue;
    pixels++;
    let rest = i;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      sums[axis] += rest % shape[axis];
      rest = Math.floor(rest / shape[axis]);
    }
  }
  return pixels === 0 ? undefined : sums.map((sum, axis) => (sum / pixels) * spacing[axis]);
}
