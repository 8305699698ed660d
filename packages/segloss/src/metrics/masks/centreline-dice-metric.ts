import { centrelineDice } from "../centreline-dice.ts";
import type { MaskMetric } from "./mask-metric.ts";

/** `centrelineDice` as a record. */
export const centrelineDiceMetric: MaskMetric = {
  kind: "mask",
  name: "centrelineDice",
  aliases: ["cldice"],
  title: "clDice",
  formula:
    "2*precision*sensitivity / (precision + sensitivity), precision = |S(P) & T| / |S(P)|, sensitivity = |S(T) & P| / |S(T)|",
  latex: String.raw`\frac{2 \, T_p \, T_s}{T_p + T_s}, \quad T_p = \frac{|S_P \cap T|}{|S_P|}, \; T_s = \frac{|S_T \cap P|}{|S_T|}`,
  reference: "S. Shit and others, clDice, CVPR 2021, https://arxiv.org/abs/2003.07311",
  use: "Vessels, roads, cracks: whether lines go on matters, their width does not. Meaningless for blobs, whose skeleton is an accident of their outline.",
  elsewhere: [
    "the article's code: scikit-image's skeletons (`lee` 1 has the same), NaN where a skeleton is empty",
    "MetricsReloaded",
    "MONAI has the loss only",
  ],
  range: [0, 1],
  best: "high",
  parameters: { lee: { default: 0, max: 1, meaning: "1: Lee's thinning in 2-D as well, as always in 3-D" } },
  from({ predicted, truth, shape, empty }, { lee }) {
    const options = lee > 0 ? { empty, thinning: "lee" as const } : { empty };
    return centrelineDice(predicted, truth, shape, options)?.value;
  },
};
