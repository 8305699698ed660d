import type { OptionRule } from "./option.ts";

export type RegionOption =
  | "over"
  | "classes"
  | "background"
  | "classWeights"
  | "pooled"
  | "normalize"
  | "empty"
  | "link";

/** Options of every loss: which pixels and classes its sums run over. What they mean is in `region-options.ts`. */
export const REGION_RULES: Readonly<Record<RegionOption, OptionRule>> = {
  over: { kind: "choice", default: null, choices: ["image", "batch"] },
  classes: { kind: "numbers", default: null, choices: ["all", "present"] },
  background: { kind: "boolean", default: true },
  classWeights: { kind: "list", default: null, min: 0 },
  pooled: { kind: "boolean", default: false },
  normalize: { kind: "boolean", default: false },
  empty: { kind: "number", default: null },
  link: { kind: "choice", default: null, choices: ["sigmoid", "softmax", "none", "default"] },
};
