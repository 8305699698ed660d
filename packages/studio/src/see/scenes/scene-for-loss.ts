/** Losses whose point another scene makes better than that of the vessel. */
const SCENES_OF: Readonly<Record<string, string>> = {
  distanceCrossEntropy: "touching-cells",
  distancePenalizedCrossEntropy: "far-error",
  boundary: "far-error",
  hausdorff: "far-error",
  logHausdorff: "far-error",
  weightedCrossEntropy: "one-percent",
  balancedCrossEntropy: "one-percent",
  diceSemimetric: "soft",
  jaccardMetric: "soft",
  generalizedDice: "one-percent",
  wassersteinDice: "three-classes",
  lovasz: "three-classes",
};

/** Name of the scene on the page of a loss. */
export function sceneForLoss(name: string): string {
  return SCENES_OF[name] ?? "vessel";
}
