import type { OptionSpec } from "./option.ts";
import { REGION_RULES, type RegionOption } from "./region-rules.ts";

const DOCS: Readonly<Record<RegionOption, string>> = {
  over: "sums run over each image and images are averaged, or over the whole batch",
  classes: "classes that count: all, those with a true pixel in the region, or a list of indices",
  background: "whether class 0 counts",
  classWeights: "one weight per class in the average over classes, divided by their sum",
  pooled: "whether sums run over all classes together (micro average)",
  normalize: "whether means divide by the sum of the pixel weights instead of the number of valid pixels",
  empty: "value of 0/0 between sums: the score of a class that is nowhere",
  link: 'link that the loss is meant for, "default" the sigmoid of one channel and the softmax of several; not set: that of the call',
};

/** Options of every loss with their meaning. */
export const REGION_OPTIONS: Readonly<Record<RegionOption, OptionSpec>> = Object.fromEntries(
  Object.entries(REGION_RULES).map(([name, rule]) => [name, { ...rule, doc: DOCS[name as RegionOption] }]),
) as Record<RegionOption, OptionSpec>;
