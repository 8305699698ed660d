import type { ImageEvidence } from "../protocol/trial.ts";

/** What the counts of an image would be if one class were predicted everywhere: its truth stands in the counts of any prediction. */
export function constantEvidence({ image, tp, fn }: ImageEvidence, everywhere: number): ImageEvidence {
  const truth = tp.map((count, c) => count + fn[c]);
  const pixels = truth.reduce((sum, count) => sum + count, 0);
  const only = (value: number) => truth.map((_, c) => (c === everywhere ? value : 0));
  return {
    image,
    tp: only(truth[everywhere]),
    fp: only(pixels - truth[everywhere]),
    fn: truth.map((count, c) => (c === everywhere ? 0 : count)),
    ece: Number.NaN,
    bins: [],
  };
}
