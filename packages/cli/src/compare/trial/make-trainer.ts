import {
  adam,
  cosine,
  isNotInGraph,
  nodeRuntime,
  type Trainer,
  type TrainingLoss,
  type TrainingSnapshot,
  trainer,
  unet,
  warmUp,
} from "@segloss/train";
import type { Loss } from "segloss";
import { planFor } from "../plan-for.ts";
import type { TrialResult, TrialTask } from "../protocol/trial.ts";
import { lossBesideGraph, lossInGraph } from "../training-loss.ts";
import { channelsOf } from "./channels-of.ts";
import { leavesOut } from "./leaves-out.ts";
import type { TrialContext } from "./trial-context.ts";

/** Share of the steps in which the learning rate rises. */
const WARM_UP = 0.05;

export interface MadeTrainer {
  readonly made: Trainer;
  readonly engine: TrialResult["engine"];
}

/**
 * The trainer of a task: U-Net, Adam, a rate that rises and then follows a cosine to 0. The loss goes into the graph where it
 * can; fields of whole classes are made from every batch, beside the graph.
 */
export async function makeTrainer(
  context: TrialContext,
  loss: Loss,
  task: TrialTask,
  snapshot: TrainingSnapshot | undefined,
): Promise<MadeTrainer> {
  const channels = channelsOf(context.source);
  const setting = { channels, ignoring: leavesOut(context.source, context.plan) };
  const beside = planFor(loss, channels, setting.ignoring).classFields.length > 0;
  const lowered = beside ? undefined : inGraph(() => lossInGraph(loss, setting));
  const options = trainerOptions(context, lowered ?? lossBesideGraph(loss, setting), task);
  return {
    made: await trainer({ ...options, ...(snapshot && { snapshot }) }),
    engine: lowered ? "in graph" : "split at the logits",
  };
}

/** Undefined for a loss that is right but cannot stand in the graph; any other error is one of the training. */
function inGraph(make: () => TrainingLoss): TrainingLoss | undefined {
  try {
    return make();
  } catch (cause) {
    if (isNotInGraph(cause)) return undefined;
    throw cause;
  }
}

function trainerOptions(
  { plan, source, measureNormalisation }: TrialContext,
  loss: TrainingLoss,
  task: TrialTask,
) {
  const { network, training } = plan;
  const { steps, rate, seed } = task;
  const classes = channelsOf(source);
  return {
    runtime: nodeRuntime({ provider: training.provider ?? "cpu" }),
    network: unet({ ...network, inputChannels: source.channels, classes }),
    loss,
    batchShape: [training.batch, training.size, training.size] as const,
    optimizer: adam({ rate: warmUp(Math.round(WARM_UP * steps), cosine({ rate, steps })) }),
    threads: training.threads,
    seed,
    normalization: measureNormalisation(source, task.train),
    classNames: classes === 1 ? [source.classes[1]] : source.classes,
  };
}
