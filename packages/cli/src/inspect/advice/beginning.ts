import type { Adviser } from "./advice.ts";

/** What every comparison has. */
export const beginning: Adviser = () => [
  {
    topic: "To begin with",
    finding: "Whatever the data, two losses are the measure for the others.",
    formula: null,
    losses: [
      { loss: "crossEntropy", note: "every pixel counts alike: the plain likelihood" },
      { loss: "dice + crossEntropy", note: "the usual combination: an overlap and a likelihood" },
    ],
    pages: ["docs/losses/cross-entropy.md", "docs/losses/dice.md"],
  },
];
