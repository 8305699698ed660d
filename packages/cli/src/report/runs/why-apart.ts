import type { Plan } from "../../compare/protocol/plan.ts";
import type { Run } from "./run.ts";

/** What has to be the same for scores to differ by the loss alone; each with its words. */
const SAME: readonly (readonly [what: string, of: (plan: Plan) => unknown])[] = [
  ["validation images", (plan) => plan.validation],
  ["folds", (plan) => plan.finals.fold],
  ["regions", (plan) => plan.regions],
  ["network", (plan) => plan.network],
  ["size of crops", (plan) => plan.training.size],
  ["crops of a batch", (plan) => plan.training.batch],
  ["changes of crops", (plan) => plan.training.augment],
  ["share of crops around the foreground", (plan) => plan.training.foreground],
  ["steps of a final training", (plan) => plan.finals.steps],
  ["measure that ranks", (plan) => plan.rank],
  ["margin", (plan) => plan.margin],
];

/** Why no verdict can be made over runs of the same data; empty where one can. */
export function whyApart([first, ...others]: readonly Run[]): string[] {
  return others.flatMap((other) => {
    const plans = [first.results.plan, other.results.plan];
    const settings = SAME.filter(([, of]) => JSON.stringify(of(plans[0])) !== JSON.stringify(of(plans[1])));
    const lines = settings.map(([what]) => `${first.name} and ${other.name} differ in their ${what}`);
    return [
      ...lines,
      ...(sameSeeds(first, other)
        ? []
        : [`${first.name} and ${other.name} differ in the seeds of their trainings`]),
    ];
  });
}

/** Trainings of one fold of one repeat begin with the same weights and see the same crops. */
function sameSeeds(a: Run, b: Run): boolean {
  const seeds = ({ results }: Run) =>
    new Map(
      results.losses.flatMap(({ trials }) => trials.map((one) => [`${one.repeat}/${one.fold}`, one.seed])),
    );
  const known = seeds(a);
  return [...seeds(b)].every(([cell, seed]) => !known.has(cell) || known.get(cell) === seed);
}
