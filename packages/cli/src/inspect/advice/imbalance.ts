import type { Adviser } from "./advice.ts";
import type { Advice, SuggestedLoss } from "./advice-kind.ts";
import { BETA, balancingBeta } from "./balancing-beta.ts";
import { clipped, keptAt, percent, twoDigits } from "./numbers.ts";

/** Shares within a factor of 3 of each other need no weights. */
const UNEQUAL = 3;
/** Below this share a class is a matter of single pixels to a loss over pixels. */
const RARE = 0.01;

/** Foreground against background: beta, alpha, and the prices of false alarms and misses. */
export const imbalance: Adviser = ({ pixels, perClass }) => {
  const known = pixels.total - pixels.ignored;
  const positives = pixels.foreground / known;
  const negatives = 1 - positives;
  if (!(positives > 0 && negatives > 0)) return [];
  const ratio = negatives / positives;
  if (ratio < UNEQUAL && ratio > 1 / UNEQUAL) return [];
  const several = perClass.length > 2 ? " (all classes above 0 together)" : "";
  return [adviceOf(positives, ratio, several)];
};

function adviceOf(positives: number, ratio: number, several: string): Advice {
  const negatives = 1 - positives;
  const { beta, kept } = balancingBeta(positives);
  const alpha = twoDigits(clipped(negatives, 0.05, 0.95));
  const price = twoDigits(clipped(negatives, 0.3, 0.7));
  const losses: SuggestedLoss[] = [
    {
      loss: `weightedCrossEntropy(beta=${beta})`,
      note: `beta is negatives over positives, ${percent(negatives)} / ${percent(positives)}${kept}`,
    },
    {
      loss: "balancedCrossEntropy",
      note: "the same balance, taken from each batch anew",
    },
    {
      loss: `focal(gamma=2, alpha=${alpha})`,
      note: `alpha is the share of the negatives, ${percent(negatives)}${keptAt(negatives, alpha)}`,
    },
    {
      loss: `tversky(alpha=${twoDigits(1 - price)}, beta=${price})`,
      note: "beta, the price of a miss, is the share of the negatives within 0.3 and 0.7",
    },
    ...(positives < RARE
      ? [
          {
            loss: "focalTversky",
            note: "less than 1 % is foreground: the hard ones among the images count more",
          },
        ]
      : []),
  ];
  return {
    topic: "Class imbalance",
    finding: `${percent(positives)} of the pixels are foreground${several}, ${twoDigits(ratio)} negatives to a positive.`,
    formula:
      `beta = negatives / positives = ${twoDigits(ratio)}, kept within ${BETA.join(" and ")}; focal: alpha = negatives = ${twoDigits(negatives)}, kept within 0.05 and 0.95; ` +
      `Tversky: beta = negatives kept within 0.3 and 0.7 (0.7 is what Salehi and others, 2017, found best for small lesions), alpha = 1 - beta. ` +
      `balancedCrossEntropy(beta=negatives) would be weightedCrossEntropy(beta=negatives/positives) times the share of positives: to Adam the same training`,
    losses,
    pages: [
      "docs/losses/weighted-cross-entropy.md",
      "docs/losses/balanced-cross-entropy.md",
      "docs/losses/focal.md",
      "docs/losses/tversky.md",
      ...(positives < RARE ? ["docs/losses/focal-tversky.md"] : []),
    ],
  };
}
