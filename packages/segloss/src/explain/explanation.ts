import type { LinkName } from "../links/index.ts";

/** The same thing as plain text and as TeX. */
export interface Written {
  readonly text: string;
  readonly latex: string;
}

export interface ExplanationStep extends Written {
  readonly title: string;
  /** What the step does, in a sentence. */
  readonly note: string;
}

/** One pass over the data, a line for each thing that it makes. */
export interface ExplanationPass {
  readonly pass: "fields" | "pool" | "reduce" | "rank" | "combine" | "map";
  readonly lines: readonly string[];
}

/** How a loss is computed: formula, derivation, and what was really compiled. */
export interface Explanation {
  /** The loss as text that `parseLoss` reads. */
  readonly loss: string;
  readonly link: LinkName;
  readonly channels: number;
  readonly formula: string;
  readonly latex: string;
  readonly steps: readonly ExplanationStep[];
  readonly value: Written;
  readonly gradient: Written;
  readonly passes: readonly ExplanationPass[];
}
