import type { CurvePoint, TrialState } from "../protocol/trial.ts";
import { riseAtEnd } from "../verdict/rise-at-end.ts";

/**
 * The state of a training that came to its end with a network.
 *
 * @param least steps below which a level curve says nothing: the network may not have begun to learn
 */
export function stateOf(
  curve: readonly CurvePoint[],
  { steps, least, margin }: { readonly steps: number; readonly least: number; readonly margin: number },
  constant: boolean,
): TrialState {
  if (constant) return "collapsed";
  const rise = riseAtEnd(curve, steps);
  // With one point nothing says that it would not rise.
  return steps >= least && rise !== undefined && rise < margin ? "converged" : "rising";
}
