import { availableParallelism } from "node:os";
import type { Block } from "@segloss/train";
import { splitLosses } from "../../compare/losses/split-losses.ts";
import type { RankMeasure } from "../../compare/protocol/plan.ts";
import type { PlanRequest } from "../../compare/run/plan-from-data.ts";
import { measureOf } from "../../compare/verdict/measures.ts";
import { dataError } from "../../data/data-error.ts";
import type { CompareOptions } from "./compare-options.ts";
import { writtenReading } from "./reading-options.ts";

/** Of shares, and of distances in pixels or millimetres. */
function usualMargin(rank: RankMeasure): number {
  return rank === "hd95" ? 1 : 0.01;
}

/** @throws DataError where every two losses would be within it */
export function checkMargin({ rank, margin = 0 }: Pick<CompareOptions, "rank" | "margin">): void {
  if (rank !== "hd95" && margin >= 1)
    throw dataError(
      `--margin ${margin}: ${measureOf(rank).title} lies from 0 to 1; expected less, such as 0.05 for 5 %`,
    );
}

/** How many trainings run at a time: what is asked for, what is known of a plan or a queue, or what this machine does. */
export function trainingsAtOnce(
  { threads, provider }: Pick<CompareOptions, "threads" | "provider">,
  known?: number,
): number {
  return threads ?? known ?? (provider === "cpu" ? availableParallelism() : 1);
}

/** What the options ask a plan to be. */
export function planRequest(
  data: string,
  options: CompareOptions,
  block: Block,
  slots?: number,
): Omit<PlanRequest, "regions"> {
  const { losses, learningRate, rates, provider, reference = null } = options;
  const atOnce = trainingsAtOnce(options, slots);
  const { budget, minutes, steps, epochs, folds, repeats, size, batch, augment, foreground } = options;
  const { network: kind, width, depth, normalization, deepSupervision = false } = options;
  const { rank, margin = usualMargin(rank), seed, force = false } = options;
  const tried = learningRate === undefined ? rates && inOrder(rates) : [learningRate];
  return {
    ...{ data, reading: writtenReading(options), budget, batch, foreground, rank, margin },
    network: { kind, width, depth, normalization, deepSupervision },
    ...{ reference, seed, force, atOnce, threads: 1, block, provider },
    ...(losses !== undefined && { losses: splitLosses(losses) }),
    ...(minutes !== undefined && { minutes }),
    ...(augment !== undefined && { augment }),
    ...(steps !== undefined && { steps }),
    ...(epochs !== undefined && { epochs }),
    ...(folds !== undefined && { folds }),
    ...(repeats !== undefined && { repeats }),
    ...(tried !== undefined && { rates: tried }),
    ...(size !== undefined && { size }),
  };
}

/** Each rate once, the lowest first. */
function inOrder(rates: readonly number[]): number[] {
  return [...new Set(rates)].sort((a, b) => a - b);
}
