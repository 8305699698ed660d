import type { TrialState } from "../protocol/trial.ts";

const FAILURES: readonly TrialState[] = ["collapsed", "diverged", "failed"];

export function isFailure({ state }: { readonly state: TrialState }): boolean {
  return FAILURES.includes(state);
}
