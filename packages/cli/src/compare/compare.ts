import { availableParallelism } from "node:os";
import { parameterCount, unet } from "@segloss/train";
import type { ChosenLoss } from "./default-losses.ts";
import { environment } from "./environment.ts";
import type { Experiment } from "./experiment.ts";
import { costFrom, stepsWithin } from "./plan-steps.ts";
import { rankLosses } from "./rank-losses.ts";
import type { ComparisonResults } from "./results.ts";
import { runTrials, type TrialEvents } from "./run-trials.ts";
import type { Trial, TrialTask } from "./trial.ts";

/** Points of a learning curve. */
const POINTS = 12;
/** Steps of the short trainings that measure the speed. */
const MEASURED_STEPS = 6;

/** How long to train, how often, and on how many cores. */
export interface ComparisonOptions {
  /** Passes over the training images. */
  readonly epochs: number;
  /** Time for all trainings together; fewer epochs where they would take longer. */
  readonly minutes?: number;
  /** Number of trainings of each loss: seeds 1, 2, ... */
  readonly seeds: number;
  /** Cores to use. Default: all. */
  readonly threads?: number;
}

/** The trainings of a comparison, in their order. */
export interface Schedule {
  readonly tasks: readonly TrialTask[];
  readonly steps: number;
  /** Trainings at a time. */
  readonly atOnce: number;
}

/**
 * Every loss with the first seed, then every loss with the second, so that an interruption leaves whole rounds. With a
 * limit of time, short trainings of every loss measure what a step takes on this machine.
 */
export async function makeSchedule(
  experiment: Experiment,
  losses: readonly ChosenLoss[],
  options: ComparisonOptions,
  signal: AbortSignal,
): Promise<Schedule> {
  const { threads = availableParallelism(), seeds } = options;
  const count = losses.length * seeds;
  const atOnce = Math.min(threads, count);
  const perTrial = Math.max(1, Math.floor(threads / count));
  const task = (loss: string, seed: number, steps: number, points: number): TrialTask => ({
    ...{ loss, seed, steps, points },
    threads: perTrial,
  });
  const wanted = Math.max(1, Math.round(options.epochs * stepsPerEpoch(experiment)));
  let steps = wanted;
  if (options.minutes !== undefined) {
    const short = losses.map(({ text }) => task(text, 1, MEASURED_STEPS, 1));
    const started = performance.now();
    const measured = await runTrials(experiment, short, atOnce, {}, signal);
    const left = options.minutes * 60 - (performance.now() - started) / 1000;
    const costs = measured.flatMap((trial) => (trial ? [costFrom(trial, POINTS)] : []));
    const rounds = Array.from({ length: seeds }, () => costs).flat();
    steps = Math.min(wanted, stepsWithin(left, rounds, atOnce));
  }
  const rounds = Array.from({ length: seeds }, (_, s) =>
    losses.map(({ text }) => task(text, s + 1, steps, POINTS)),
  );
  return { tasks: rounds.flat(), steps, atOnce };
}

/** Steps in which every training image is seen once. */
export function stepsPerEpoch({ train, batch }: Experiment): number {
  return train.images.length / batch;
}

/** Runs the trainings; what has ended when the signal comes is returned. */
export async function runSchedule(
  experiment: Experiment,
  { tasks, atOnce }: Schedule,
  events: TrialEvents,
  signal: AbortSignal,
): Promise<Trial[]> {
  const trials = await runTrials(experiment, tasks, atOnce, events, signal);
  return trials.flatMap((trial) => (trial ? [trial] : []));
}

/** Ranks what has ended and describes how it came about. */
export function collectResults(
  experiment: Experiment,
  losses: readonly ChosenLoss[],
  schedule: Schedule,
  trials: readonly Trial[],
  startedAt: Date,
): ComparisonResults {
  const tried = losses.map(({ text, note = null }) => ({
    loss: text,
    note,
    trials: trials.filter((trial) => trial.loss === text),
  }));
  const ended = tried.filter((one) => one.trials.length > 0);
  return {
    complete: trials.length === schedule.tasks.length,
    data: describeData(experiment),
    settings: describeSettings(experiment, schedule),
    losses: rankLosses(ended, experiment.scored),
    unfinished: tried.filter((one) => one.trials.length === 0).map(({ loss }) => loss),
    environment: environment(),
    startedAt: startedAt.toISOString(),
    seconds: (Date.now() - startedAt.getTime()) / 1000,
  };
}

function describeData({ train, held, classShares, scored }: Experiment): ComparisonResults["data"] {
  const { name, classes, channels, notes, credit = null } = train;
  const counts = { trainingImages: train.images.length, heldBackImages: held.images.length };
  return { name, classes, classShares, scored, channels, ...counts, notes, credit };
}

function describeSettings(experiment: Experiment, { steps, tasks }: Schedule): ComparisonResults["settings"] {
  const { size, batch, width, depth, learningRate, channels, train } = experiment;
  const network = unet({ depth, width, inputChannels: train.channels, classes: channels });
  return {
    ...{ size, batch, width, depth, learningRate, steps },
    epochs: steps / stepsPerEpoch(experiment),
    seeds: [...new Set(tasks.map(({ seed }) => seed))],
    parameters: parameterCount(network.parameters),
  };
}
