import { Bench } from "tinybench";

/** What a contender computed, to see that all compute the same. */
export interface Checksum {
  readonly value: number;
  /** Root of the sum of squares of the gradient. */
  readonly gradientNorm: number;
}

/** One way to compute value and gradient of a loss. */
export interface Contender {
  readonly name: string;
  checksum(): Promise<Checksum>;
  /** Milliseconds of so many runs in a row, after one that is not counted, for which the caches were cold. */
  visit(runs: number): Promise<readonly number[]>;
  dispose(): void;
}

/** A visit to code of this process. */
export function timed(run: () => void, runs: number): readonly number[] {
  const bench = new Bench({
    ...{ iterations: runs, time: 0, retainSamples: true, throws: true },
    ...{ warmup: true, warmupIterations: 1, warmupTime: 0 },
  });
  const [task] = bench.add("run", run, { async: false }).runSync();
  if (task.result.state !== "completed") throw new Error(`a run was ${task.result.state}`);
  return task.result.latency.samples ?? [];
}

export function normOf(gradient: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < gradient.length; i++) squares += gradient[i] * gradient[i];
  return Math.sqrt(squares);
}
