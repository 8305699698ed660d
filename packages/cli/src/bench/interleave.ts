import { setTimeout as sleep } from "node:timers/promises";
import type { Checksum, Contender } from "./contender.ts";

/** How contenders take turns. */
export interface Turns {
  /** Rounds, in each of which every contender is visited once, backwards in every second one. */
  readonly rounds: number;
  /** About how long a visit should take, in milliseconds: of its runs all but the first count. */
  readonly visitMs: number;
  readonly fewestRuns: number;
  readonly mostRuns: number;
  /** Time after which no further round starts, as `performance.now()` tells it; one round always runs. */
  readonly deadline?: number;
  readonly onVisit?: (contender: Contender) => void;
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

/** Threads that have just worked go on spinning for a while: the next contender waits until they sleep. */
const PAUSE_MS = 80;

/** Visits the contenders in turn, so that a busy machine is busy for all of them. */
export async function interleave(contenders: readonly Contender[], turns: Turns): Promise<Measured[]> {
  const checksums: Checksum[] = [];
  const runs: number[] = [];
  for (const contender of contenders) {
    turns.onVisit?.(contender);
    checksums.push(await contender.checksum());
    runs.push(runsOf(Math.min(...(await contender.visit(2))), turns));
    await sleep(PAUSE_MS);
  }
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < turns.rounds; round++) {
    if (round > 0 && performance.now() > (turns.deadline ?? Number.POSITIVE_INFINITY)) break;
    const order = contenders.map((_, i) => (round % 2 === 0 ? i : contenders.length - 1 - i));
    for (const i of order) {
      turns.onVisit?.(contenders[i]);
      times[i].push(...(await contenders[i].visit(runs[i])));
      await sleep(PAUSE_MS);
    }
  }
  return contenders.map(({ name }, i) => ({
    ...{ name, checksum: checksums[i], runs: times[i].length },
    ...spreadOf(times[i]),
  }));
}

function runsOf(ms: number, { visitMs, fewestRuns, mostRuns }: Turns): number {
  return Math.min(mostRuns, Math.max(fewestRuns, Math.round(visitMs / ms)));
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return { median: at(0.5), fast: at(0.1), slow: at(0.9) };
}
