import type { PairVerdict } from "../protocol/results.ts";

const TURNED: Readonly<Record<PairVerdict["word"], PairVerdict["word"]>> = {
  better: "worse",
  worse: "better",
  equivalent: "equivalent",
  undecided: "undecided",
};

/** What a is beside b, from what b is beside a. */
export function turned(word: PairVerdict["word"]): PairVerdict["word"] {
  return TURNED[word];
}
