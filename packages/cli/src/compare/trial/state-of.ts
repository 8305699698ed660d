import type { CurvePoint, TrialState } from "../protocol/trial.ts";

/** Part of the steps at the end in which the curve of a converged training hardly rises. */
const END = 0.25;

/** The state of a training that came to its end with a network. */
export function stateOf(
  curve: readonly CurvePoint[],
  steps: number,
  margin: number,
  constant: boolean,
): TrialState {
  if (constant) return "collapsed";
  const last = curve.at(-1);
  const before = curve.findLast(({ step }) => step <= (1 - END) * steps);
  // With one point nothing says that it would not rise.
  if (!last || !before) return "rising";
  return last.dice - before.dice < margin ? "converged" : "rising";
}
