import type { Network } from "@segloss/train";

/** What every contender trains, and from where. */
export interface Setting {
  readonly network: Network;
  readonly depth: number;
  readonly width: number;
  readonly normalization: "none" | "group";
  /** Height and width of the images. */
  readonly size: number;
  readonly batch: number;
  /** Trainings at the same time, and the threads of each. */
  readonly atOnce: number;
  readonly threads: number;
  readonly rate: number;
  readonly parameters: Readonly<Record<string, Float32Array>>;
  readonly images: Float32Array;
  readonly targets: Uint8Array;
}

/** Losses and times of a few steps. */
export interface Round {
  readonly losses: readonly number[];
  readonly milliseconds: readonly number[];
  /** What a step took of processors, in milliseconds, where the process says so: on a busy machine the better measure. */
  readonly processor?: number;
  /** The most memory that the process has had, in MB, where it says so. */
  readonly peak?: number;
}

/** One way to do the training step. */
export interface Contender {
  readonly name: string;
  round(steps: number): Promise<Round>;
  dispose(): Promise<void>;
}

/** A round of a step that runs in this process. */
export async function timed(step: () => Promise<number>, steps: number): Promise<Round> {
  const losses: number[] = [];
  const milliseconds: number[] = [];
  for (let count = 0; count < steps; count++) {
    const start = performance.now();
    losses.push(await step());
    milliseconds.push(performance.now() - start);
  }
  return { losses, milliseconds };
}
