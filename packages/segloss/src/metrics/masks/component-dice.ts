import { diceScore } from "../dice-score.ts";
import { componentCounts } from "../instances/component-scores.ts";
import { emptyScore, isAllIgnored, knownMasks, type MaskMetric } from "./mask-metric.ts";

/**
 * Dice of each connected part of the truth within the region nearest to it, averaged. Without a true part there is
 * nothing to average: what `empty` says, or 0 when something was predicted.
 */
export const componentDice: MaskMetric = {
  kind: "mask",
  name: "componentDice",
  aliases: ["ccdice"],
  title: "Dice of each connected part, averaged",
  formula: "mean over true parts k of 2*tp_k / (2*tp_k + fp_k + fn_k), each in the region nearest to it",
  latex: String.raw`\frac{1}{K} \sum_{k=1}^{K} \frac{2 \, |P \cap T_k|}{|P \cap R_k| + |T_k|}, \quad R_k = \{a : T_k \text{ is nearest to } a\}`,
  reference: "A. Jaus and others, Every Component Counts, AAAI 2025, https://arxiv.org/abs/2410.18684",
  use: "Several lesions of different sizes in one image: each counts the same, so that small ones cannot be missed unseen. Noise in the truth counts as much as a lesion.",
  elsewhere: [
    "the article's CC-Metrics: parts are connected across corners too and distances count pixels; here parts are connected across faces, and the nearest part is by the spacing",
    "MONAI's `DiceMetric` has a per-component option in later versions",
  ],
  range: [0, 1],
  best: "high",
  parameters: {},
  from(pair) {
    const { shape, spacing, known, empty } = pair;
    if (isAllIgnored(pair)) return undefined;
    const [predicted, truth] = knownMasks(pair);
    const counts = componentCounts(predicted, truth, shape, { spacing, ...(known && { known }) });
    if (counts.length > 0)
      return counts.reduce((sum, one) => sum + diceScore.from(one, {}), 0) / counts.length;
    return predicted.some((value: number) => value !== 0) ? 0 : emptyScore(empty);
  },
};
