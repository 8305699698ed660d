import { setTimeout as sleep } from "node:timers/promises";
import type { Checksum, Contender } from "./contender.ts";

/** How contenders take turns. */
export interface Turns {
  /** Rounds, in each of which every contender is visited once, backwards in every second one. */
  readonly rounds: number;
  /** About how long a visit should take, in milliseconds. */
  readonly visitMs: number;
  readonly fewestRuns: number;
  readonly mostRuns: number;
  /**
   * Milliseconds between visits. Threads of others that have just worked go on spinning for a while (PyTorch's do): the
   * next contender waits until they sleep.
   */
  readonly pauseMs: number;
  /** Time after which no further round starts, as `performance.now()` tells it; one round always runs. */
  readonly deadline?: number;
}

/** Runs of one contender. */
export interface Measured extends Spread {
  readonly name: string;
  readonly checksum: Checksum;
  readonly runs: number;
  /** Median of each visit, round by round. */
  readonly rounds: readonly number[];
}

/** Median with the fastest and the slowest tenth, in milliseconds. */
export interface Spread {
  readonly median: number;
  readonly fast: number;
  readonly slow: number;
}

/** Visits the contenders in turn, so that a busy machine is busy for all of them. */
export async function interleave(contenders: readonly Contender[], turns: Turns): Promise<Measured[]> {
  const checksums: Checksum[] = [];
  const times: number[][] = [];
  for (const contender of contenders) {
    checksums.push(await contender.checksum());
    times.push([...(await contender.visit(1))]);
    await sleep(turns.pauseMs);
  }
  const runs = contenders.map(() => 0);
  const rounds = contenders.map((): number[] => []);
  for (let round = 0; round < turns.rounds; round++) {
    if (round > 0 && performance.now() > (turns.deadline ?? Number.POSITIVE_INFINITY)) break;
    const order = contenders.map((_, i) => (round % 2 === 0 ? i : contenders.length - 1 - i));
    for (const i of order) {
      const visited = await visit(contenders[i], times[i], turns);
      runs[i] += visited.length;
      rounds[i].push(spreadOf(visited).median);
      await sleep(turns.pauseMs);
    }
  }
  return contenders.map(({ name }, i) => ({
    ...{ name, checksum: checksums[i], runs: runs[i], rounds: rounds[i] },
    ...spreadOf(times[i].slice(-runs[i])),
  }));
}

/** Adds the times of a visit, of as many runs as the fastest so far lets expect to fit in. */
async function visit(contender: Contender, times: number[], turns: Turns): Promise<readonly number[]> {
  const made = await contender.visit(runsOf(Math.min(...times), turns));
  times.push(...made);
  return made;
}

/**
 * How many times slower one contender was than another: the ratio of each round, as a spread over the rounds. What else
 * the machine did meanwhile slowed both.
 */
export function timesSlower(one: Measured, other: Measured): Spread {
  return spreadOf(one.rounds.map((ms, round) => ms / other.rounds[round]));
}

function runsOf(ms: number, { visitMs, fewestRuns, mostRuns }: Turns): number {
  return Math.min(mostRuns, Math.max(fewestRuns, Math.round(visitMs / ms)));
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return { median: at(0.5), fast: at(0.1), slow: at(0.9) };
}
