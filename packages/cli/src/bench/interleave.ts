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
  for (let round = 0; round < turns.rounds; round++) {
    if (round > 0 && performance.now() > (turns.deadline ?? Number.POSITIVE_INFINITY)) break;
    const order = contenders.map((_, i) => (round % 2 === 0 ? i : contenders.length - 1 - i));
    for (const i of order) {
      runs[i] += await visit(contenders[i], times[i], turns);
      await sleep(turns.pauseMs);
    }
  }
  return contenders.map(({ name }, i) => ({
    ...{ name, checksum: checksums[i], runs: runs[i] },
    ...spreadOf(times[i].slice(-runs[i])),
  }));
}

/** Adds the times of a visit, as long as the fastest run so far lets expect. */
async function visit(contender: Contender, times: number[], turns: Turns): Promise<number> {
  const made = await contender.visit(runsOf(Math.min(...times), turns));
  times.push(...made);
  return made.length;
}

function runsOf(ms: number, { visitMs, fewestRuns, mostRuns }: Turns): number {
  return Math.min(mostRuns, Math.max(fewestRuns, Math.round(visitMs / ms)));
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return { median: at(0.5), fast: at(0.1), slow: at(0.9) };
}
