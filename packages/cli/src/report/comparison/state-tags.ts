import type { LossResult } from "../../compare/protocol/results.ts";
import type { TrialState } from "../../compare/protocol/trial.ts";
import { isFailure } from "../../compare/verdict/is-failure.ts";
import { html, type Markup } from "../../page/html.ts";
import { percent } from "./figures.ts";

/** All states, the good ones first, with what they mean. */
export const STATES: readonly (readonly [TrialState, string])[] = [
  ["converged", "the last quarter of the curve rose by less than the margin"],
  ["rising", "it rose by more, or the training was too short to tell: a longer one may score higher"],
  ["collapsed", "every predicted image has one and the same class everywhere"],
  ["diverged", "the loss was no number"],
  ["failed", "an error, or the end of its process"],
];

export function failuresOf({ states }: LossResult): number {
  return STATES.reduce((sum, [state]) => sum + (isFailure({ state }) ? states[state] : 0), 0);
}

/** How many trainings ended how, and up to which rate of failure is not excluded. */
export function stateTags(result: LossResult): Markup {
  const { states, trials, failureLimit } = result;
  const tags = STATES.filter(([state]) => states[state] > 0).map(
    ([state, means]) =>
      html`<span class="tag${isFailure({ state }) ? " bad" : ""}" title="${means}">${states[state]} ${state}</span>`,
  );
  const limit = `${failuresOf(result)} of ${trials.length} failed, up to ${percent(failureLimit)} not excluded`;
  return html`${tags} <span class="small">${limit}</span>`;
}
