import { spread } from "../summary/spread.ts";
import type { Adviser } from "./advice.ts";
import { clipped, percent, twoDigits } from "./numbers.ts";

const UNEQUAL = 3;
/** A longer list is nothing to type. */
const MOST_CLASSES = 32;

/** Several classes of unequal size: weights by median frequency. */
export const classWeights: Adviser = ({ perClass }) => {
  const there = perClass.filter(({ pixels }) => pixels > 0);
  if (perClass.length < 3 || perClass.length > MOST_CLASSES || there.length < 2) return [];
  const frequencies = there.map(({ shareWhereItIs }) => shareWhereItIs);
  const median = spread(frequencies)!.median;
  const balancing = perClass.map(({ pixels, shareWhereItIs }) => (pixels > 0 ? median / shareWhereItIs : 1));
  const weights = balancing.map((weight) => twoDigits(clipped(weight, 0.1, 10)));
  if (Math.max(...weights) < UNEQUAL * Math.min(...weights)) return [];
  const named = perClass.map(({ name }, k) => {
    const wanted = twoDigits(balancing[k]);
    return `${name} ${wanted === weights[k] ? "" : `${wanted} kept at `}${weights[k]}`;
  });
  const rarest = there.reduce((a, b) => (b.share < a.share ? b : a));
  const largest = there.reduce((a, b) => (b.share > a.share ? b : a));
  return [
    {
      topic: "Classes of unequal size",
      finding: `${perClass.length} classes, from ${largest.name} with ${percent(largest.share)} of the pixels to ${rarest.name} with ${percent(rarest.share)}.`,
      formula: `weight of a class = median of the frequencies / its frequency, where the frequency is its share of the pixels of those images that hold it (median frequency balancing: Eigen and Fergus, 2015); kept within 0.1 and 10`,
      losses: [
        {
          loss: `crossEntropy(classWeights=[${weights.join(", ")}])`,
          note: `weights by median frequency: ${named.join(", ")}`,
        },
      ],
      pages: ["docs/losses/cross-entropy.md"],
    },
  ];
};
