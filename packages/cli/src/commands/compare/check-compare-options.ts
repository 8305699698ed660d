import { splitLosses } from "../../compare/losses/split-losses.ts";
import type { Plan } from "../../compare/protocol/plan.ts";
import { dataError } from "../../data/index.ts";
import type { CompareOptions } from "./compare-options.ts";

type Name = keyof CompareOptions;

/** Options of which only one can hold. */
const ALTERNATIVES: readonly (readonly Name[])[] = [
  ["minutes", "steps", "epochs"],
  ["rates", "learningRate"],
  ["resume", "restart"],
];

/** What an option asks for, and what a plan has of it; equal texts agree. */
type Compared = (options: CompareOptions, plan: Plan) => readonly [asked: unknown, planned: unknown];

const PLANNED: Readonly<Partial<Record<Name, Compared>>> = {
  losses: ({ losses }, plan) => [
    splitLosses(losses!).join(", "),
    plan.losses.map(({ loss }) => loss).join(", "),
  ],
  rank: ({ rank }, plan) => [rank, plan.rank],
  margin: ({ margin }, plan) => [margin, plan.margin],
  reference: ({ reference }, plan) => [reference, plan.reference ?? "none"],
  budget: ({ budget }, plan) => [budget, plan.budget],
  minutes: ({ minutes }, plan) => [minutes, plan.minutes ?? `${plan.finals.steps} steps`],
  steps: ({ steps }, plan) => [steps, plan.finals.steps],
  epochs: ({ epochs }, { finals, training }) =>
    Math.max(1, Math.round(epochs! * training.stepsPerEpoch)) === finals.steps
      ? ["", ""]
      : [epochs, `${finals.steps} steps`],
  folds: ({ folds }, plan) => [folds, plan.finals.folds],
  repeats: ({ repeats }, plan) => [repeats, plan.finals.repeats],
  rates: ({ rates }, plan) => [inOrder(rates!), inOrder(plan.screen.rates)],
  learningRate: ({ learningRate }, plan) => [learningRate, inOrder(plan.screen.rates)],
  size: ({ size }, plan) => [size, plan.training.size],
  batch: ({ batch }, plan) => [batch, plan.training.batch],
  augment: ({ augment }, plan) => [augment, plan.training.augment],
  foreground: ({ foreground }, plan) => [foreground, plan.training.foreground],
  network: ({ network }, plan) => [network, plan.network.kind],
  deepSupervision: (_, plan) => ["on", plan.network.deepSupervision ? "on" : "none"],
  width: ({ width }, plan) => [width, plan.network.width],
  depth: ({ depth }, plan) => [depth, plan.network.depth],
  normalization: ({ normalization }, plan) => [normalization, plan.network.normalization],
  seed: ({ seed }, plan) => [seed, plan.seed],
  provider: ({ provider }, { training }) => [provider, training.provider ?? "cpu"],
};

/**
 * Refuses options that say two things at once.
 * @param given names of the options that were typed
 * @throws DataError
 */
export function checkCompareOptions(given: readonly string[]): void {
  for (const names of ALTERNATIVES) {
    const both = names.filter((name) => given.includes(name));
    if (both.length > 1)
      throw dataError(`${both.map(flag).join(" and ")}: only one of them can hold; leave out the other`);
  }
}

/**
 * Refuses options that ask for something else than the plan that is carried out: they would be passed over.
 * @throws DataError
 */
export function checkAgainstPlan(given: readonly string[], options: CompareOptions, plan: Plan): void {
  for (const [name, compared] of Object.entries(PLANNED)) {
    if (!given.includes(name)) continue;
    const [asked, planned] = compared(options, plan);
    if (String(asked) === String(planned)) continue;
    throw dataError(
      `${flag(name)} ${asked}: the plan has ${planned}; leave the option out, or make another plan without --plan and --resume`,
    );
  }
}

function inOrder(rates: readonly number[]): string {
  return [...new Set(rates)].sort((a, b) => a - b).join(",");
}

function flag(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
