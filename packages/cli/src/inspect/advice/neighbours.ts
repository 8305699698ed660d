import { GAPS_PER_PIXEL } from "../facts/object-facts.ts";
import type { TruthSummary } from "../inspection.ts";
import { NEAR } from "../summary/object-summary.ts";
import { spread } from "../summary/spread.ts";
import type { Adviser } from "./advice.ts";
import { clipped, counted, keptAt, percent, twoDigits } from "./numbers.ts";
import { thinClasses } from "./thin-classes.ts";

/** Objects as near as this have a pixel between them; those that touch have no gap that a weight could reach. */
const GAP = 2;
const FEWEST = 10;
const SHARE = 0.1;
const [LEAST_SIGMA, MOST_SIGMA] = [2, 10];
const [LEAST_W0, MOST_W0] = [1, 50];
/** All gaps together weigh so much beside all pixels: as with U-Net's w0 of 10 where one pixel in a hundred lies in a gap. */
const EXTRA = 0.1;

/** Objects that nearly touch, which U-Net's weights keep apart, and those that touch. */
export const neighbours: Adviser = (inspection) => {
  // Pieces of a line are no objects beside each other.
  if (thinClasses(inspection).length > 0 && inspection.objects.kind === "parts") return [];
  return [...withGaps(inspection), ...touching(inspection)];
};

const withGaps: Adviser = (inspection) => {
  const { objects } = inspection;
  const distances = objects.each.flatMap(({ nearest }) =>
    nearest !== null && nearest >= GAP ? nearest : [],
  );
  const near = distances.filter((distance) => distance <= NEAR).length;
  if (near < FEWEST || near < SHARE * objects.count) return [];
  const { lower } = spread(distances)!;
  const sigma = twoDigits(clipped(lower, LEAST_SIGMA, MOST_SIGMA));
  const mean = meanWeight(inspection, sigma);
  const w0 = twoDigits(clipped(EXTRA / mean, LEAST_W0, MOST_W0));
  const numbered = objects.kind === "numbered";
  const cells = numbered ? "the objects that the masks number" : "the connected parts of each class";
  const bounds = keptAt(EXTRA / mean, w0, "w0 would be") + keptAt(lower, sigma, "sigma would be");
  return [
    {
      topic: "Narrow gaps",
      finding: `${percent(near / objects.count)} of ${counted(objects.count, "object")} have another one within ${NEAR} pixels and a gap between; a quarter of such distances are at most ${twoDigits(lower)}.`,
      formula:
        `weight = 1 + w0 exp(-(d1 + d2)^2 / (2 sigma^2)). sigma = lower quartile of the distances to the nearest object, of those that leave a pixel between, kept within ${LEAST_SIGMA} and ${MOST_SIGMA}: such a gap gets 61 % of w0. ` +
        `w0 = ${EXTRA} / mean of the exponential over all pixels = ${EXTRA} / ${twoDigits(mean)} = ${twoDigits(EXTRA / mean)}, kept within ${LEAST_W0} and ${MOST_W0}: all gaps together weigh a tenth of all pixels`,
      losses: [
        {
          loss: `distanceCrossEntropy(w0=${w0}, sigma=${sigma}, cells=${numbered ? "instances" : "components"})`,
          note: `cells are ${cells}; w0 and sigma from their distances${bounds}`,
        },
      ],
      pages: ["docs/losses/distance-cross-entropy.md", "docs/metrics/panoptic-quality.md"],
    },
  ];
};

/** Where no pixel lies between two objects, classes have no border that a loss could weigh. */
const touching: Adviser = ({ objects }) => {
  if (objects.kind !== "numbered" || objects.touching < SHARE * objects.count) return [];
  return [
    {
      topic: "Touching objects",
      finding: `${counted(objects.touching, "pair")} of ${counted(objects.count, "object")} touch. To a network that learns background and object those are one: no loss of pixels parts them. Shrink the objects of the masks by a pixel, or give their borders a class of their own; measures of objects show what is merged.`,
      formula: null,
      losses: [],
      pages: ["docs/metrics/panoptic-quality.md", "docs/metrics/aggregated-jaccard.md"],
    },
  ];
};

function meanWeight({ objects, pixels }: TruthSummary, sigma: number): number {
  const weights = objects.gaps.map((count, k) => {
    const gap = k / GAPS_PER_PIXEL;
    return count * Math.exp(-(gap * gap) / (2 * sigma * sigma));
  });
  return weights.reduce((a, b) => a + b, 0) / (pixels.total - pixels.ignored);
}
