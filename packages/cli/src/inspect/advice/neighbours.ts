import { GAPS_PER_PIXEL } from "../facts/object-facts.ts";
import type { Inspection } from "../inspection.ts";
import { NEAR } from "../summary/object-summary.ts";
import type { Adviser } from "./advice.ts";
import { clipped, counted, percent, twoDigits } from "./numbers.ts";
import { thinClasses } from "./thin-classes.ts";

const FEWEST = 10;
const SHARE = 0.1;
const [LEAST_SIGMA, MOST_SIGMA] = [2, 10];
const [LEAST_W0, MOST_W0] = [1, 20];

/** Objects that touch or nearly so: w0 and sigma of U-Net's weights. */
export const neighbours: Adviser = (inspection) => {
  const { objects } = inspection;
  // Pieces of a line are no objects beside each other.
  if (thinClasses(inspection).length > 0 && objects.kind === "parts") return [];
  if (objects.near < FEWEST || objects.near < SHARE * objects.count || !objects.nearest) return [];
  const { lower } = objects.nearest;
  const sigma = twoDigits(clipped(lower, LEAST_SIGMA, MOST_SIGMA));
  const mean = meanWeight(inspection, sigma);
  const w0 = twoDigits(clipped(1 / mean, LEAST_W0, MOST_W0));
  const numbered = objects.kind === "numbered";
  const cells = numbered ? "instances" : "components";
  const kind = numbered
    ? `${counted(objects.touching, "pair")} touch`
    : "the masks do not number their objects, so that parts of one class that touch are one";
  return [
    {
      topic: "Objects side by side",
      finding: `${percent(objects.near / objects.count)} of ${counted(objects.count, "object")} have another one within ${NEAR} pixels; a quarter of the distances to the nearest are at most ${twoDigits(lower)}; ${kind}.`,
      formula:
        `weight = 1 + w0 exp(-(d1 + d2)^2 / (2 sigma^2)). sigma = lower quartile of the distances to the nearest object, kept within ${LEAST_SIGMA} and ${MOST_SIGMA}: a gap so wide gets 61 % of w0. ` +
        `w0 = 1 / mean of the exponential over all pixels = 1 / ${twoDigits(mean)} = ${twoDigits(1 / mean)}, kept within ${LEAST_W0} and ${MOST_W0}: the gaps weigh as much as all pixels together`,
      losses: [
        {
          loss: `distanceCrossEntropy(w0=${w0}, sigma=${sigma}, cells=${cells})`,
          note: numbered
            ? "cells are the objects that the masks number; w0 and sigma from their distances"
            : "cells are the connected parts of each class; w0 and sigma from their distances",
        },
      ],
      pages: ["docs/losses/distance-cross-entropy.md", "docs/metrics/panoptic-quality.md"],
    },
  ];
};

function meanWeight({ objects, pixels }: Inspection, sigma: number): number {
  const weights = objects.gaps.map((count, k) => {
    const gap = k / GAPS_PER_PIXEL;
    return count * Math.exp(-(gap * gap) / (2 * sigma * sigma));
  });
  return weights.reduce((a, b) => a + b, 0) / (pixels.total - pixels.ignored);
}
