import type { CurvePoint, TrialState } from "../protocol/trial.ts";
import { riseAtEnd } from "../verdict/rise-at-end.ts";

/** The state of a training that came to its end with a network. */
export function stateOf(
  curve: readonly CurvePoint[],
  steps: number,
  margin: number,
  constant: boolean,
): TrialState {
  if (constant) return "collapsed";
  const rise = riseAtEnd(curve, steps);
  // With one point nothing says that it would not rise.
  return rise !== undefined && rise < margin ? "converged" : "rising";
}
