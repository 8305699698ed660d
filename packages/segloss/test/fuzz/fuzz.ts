import type { Outcome } from "./check-spec.ts";
import { randomSpec } from "./random-spec.ts";
import { shrink } from "./shrink.ts";
import { describeSpec, type Spec } from "./spec.ts";

/** What to run, from the environment that `npm run fuzz` sets. */
export interface FuzzOptions {
  readonly seed: number;
  readonly first: number;
  readonly cases: number;
  /** Whether to go on after a case that differs, and to say how far it is. */
  readonly goesOn: boolean;
}

export function fuzzOptions(cases: number): FuzzOptions {
  const { env } = process;
  return {
    seed: Number(env.SEGLOSS_FUZZ_SEED ?? 1),
    first: Number(env.SEGLOSS_FUZZ_FIRST ?? 0),
    cases: Number(env.SEGLOSS_FUZZ_CASES ?? cases),
    goesOn: env.SEGLOSS_FUZZ_CASES !== undefined,
  };
}

export interface FuzzReport {
  readonly counts: Record<string, number>;
  readonly failures: string[];
}

/** Runs the cases; of those that differ, the smallest that still does is described with the number to repeat it by. */
export async function fuzz(
  { seed, first, cases, goesOn }: FuzzOptions,
  check: (spec: Spec, at: number) => Outcome | Promise<Outcome>,
): Promise<FuzzReport> {
  const counts: Record<string, number> = {};
  const failures: string[] = [];
  const count = (what: string): void => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  for (let at = first; at < first + cases; at++) {
    const spec = randomSpec(seed, at);
    const outcome = await check(spec, at);
    count(outcome.kind);
    if (outcome.kind === "refused") count(`refused: ${outcome.why}`);
    if (outcome.kind === "agrees" && !outcome.tellsValue) count("value too ill-conditioned to tell");
    if (outcome.kind === "agrees" && !outcome.tellsGradient) count("gradient too ill-conditioned to tell");
    if (outcome.kind === "differs") {
      const failure = await describeFailure(spec, outcome.problem, `--seed ${seed} --case ${at}`, (s) =>
        check(s, at),
      );
      failures.push(failure);
      if (goesOn) console.log(`${failure}\n`);
      if (failures.length >= 25) break;
    }
    if (goesOn && (at - first + 1) % 1000 === 0)
      console.log(`${at - first + 1} cases: ${JSON.stringify(counts)}`);
  }
  return { counts, failures };
}

async function describeFailure(
  spec: Spec,
  problem: string,
  repeat: string,
  check: (spec: Spec) => Outcome | Promise<Outcome>,
): Promise<string> {
  const least = await shrink(spec, async (smaller) => (await check(smaller)).kind === "differs");
  const outcome = await check(least);
  const now = outcome.kind === "differs" ? outcome.problem : "";
  return `${repeat}: ${problem}\n  smallest: ${describeSpec(least)}\n  ${now}`;
}
