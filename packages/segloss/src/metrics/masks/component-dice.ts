import { diceScore } from "../dice-score.ts";
import { exactSum } from "../exact-sum.ts";
import { objectCounts } from "../instances/component-scores.ts";
import { knownMasks, type MaskMetric, summedMetric } from "./mask-metric.ts";

/**
 * Dice of each connected part of the truth within the region nearest to it, averaged. Without a true part there is
 * nothing to average: what `empty` says, or 0 when something was predicted.
 */
export const componentDice: MaskMetric = summedMetric({
  name: "componentDice",
  aliases: ["ccdice"],
  title: "Dice of each connected part, averaged",
  formula: "mean over true parts k of 2*tp_k / (2*tp_k + fp_k + fn_k), each in the region nearest to it",
  latex: String.raw`\frac{1}{K} \sum_{k=1}^{K} \frac{2 \, |P \cap T_k|}{|P \cap R_k| + |T_k|}, \quad R_k = \{a : T_k \text{ is nearest to } a\}`,
  reference: "A. Jaus and others, Every Component Counts, AAAI 2025, https://arxiv.org/abs/2410.18684",
  use: "Several lesions of different sizes in one image: each counts the same, so that small ones cannot be missed unseen. Noise in the truth counts as much as a lesion.",
  elsewhere: [
    "the article's CC-Metrics: parts are connected across corners too and distances count pixels; here parts are connected across faces unless `--connectivity` says otherwise, and the nearest part is by the spacing",
    "MONAI's `DiceMetric` has a per-component option in later versions",
  ],
  range: [0, 1],
  best: "high",
  parameters: {},
  sums: {
    of(pair) {
      const { shape, spacing, known, objects } = pair;
      const [predicted] = knownMasks(pair);
      const counts = objectCounts(predicted, objects()[1], shape, { spacing, ...(known && { known }) });
      const invented = counts.length === 0 && predicted.some((value: number) => value !== 0);
      const dice = exactSum(counts.map((one) => diceScore.from(one, {}))).value();
      return [dice, counts.length, Number(invented)];
    },
    value: ([dice, parts, invented]) => (parts > 0 ? dice / parts : invented > 0 ? 0 : Number.NaN),
  },
});
