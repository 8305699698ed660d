import { emptyScore, isAllIgnored, knownMasks, type MaskMetric } from "./mask-metric.ts";

/** Whether prediction and truth share a pixel. */
export const predictionInReference: MaskMetric = {
  kind: "mask",
  name: "predictionInReference",
  aliases: ["predInRef", "pred_in_ref"],
  title: "Prediction overlaps the reference",
  formula: "1 if |P & T| > 0, else 0",
  latex: String.raw`[\, |P \cap T| > 0 \,]`,
  reference: "L. Maier-Hein and others, Metrics reloaded, Nature Methods 21, 2024",
  use: "The weakest sense in which an object is found; over a data set the share of images in which it was. One pixel is enough: see `lesionF1` with an overlap for more.",
  elsewhere: ["MetricsReloaded `pred_in_ref`: the same, but 0 where both masks are empty"],
  range: [0, 1],
  best: "high",
  parameters: {},
  from(pair) {
    const [p, t] = knownMasks(pair);
    const isIn = (mask: typeof p) => mask.some((value: number) => value !== 0);
    if (isAllIgnored(pair)) return undefined;
    if (!isIn(p) && !isIn(t)) return emptyScore(pair.empty);
    return Number(p.some((value: number, i: number) => value !== 0 && t[i] !== 0));
  },
};
