import { THINNINGS } from "../../fields/skeleton.ts";
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
    "the article's code and MetricsReloaded: scikit-image's `skeletonize`, `skeleton=scikit-image` here to the pixel; it shortens lines of even width or loses them (a tube 4 voxels wide, a diagonal 2 pixels wide), and there the value is NaN or jumps, where the default keeps the line",
    'scikit-image `skeletonize(method="lee")`: `skeleton=lee`, to the pixel',
    "MONAI has the loss only",
  ],
  range: [0, 1],
  best: "high",
  parameters: {
    skeleton: { default: 0, choices: THINNINGS, meaning: "how the masks are thinned" },
  },
  from({ predicted, truth, shape, known, empty }, given) {
    const options = { empty, thinning: THINNINGS[given.skeleton], ...(known && { known }) };
    return centrelineDice(predicted, truth, shape, options)?.value;
  },
};
