import {
  adam,
  cosine,
  isNotInGraph,
  type Network,
  networks,
  priorLogits,
  type Trainer,
  type TrainingLoss,
  type TrainingSnapshot,
  trainer,
  warmUp,
} from "@segloss/train";
import type { Loss } from "segloss";
import { areScans } from "../../data/are-scans.ts";
import { planFor } from "../losses/plan-for.ts";
import { lossBesideGraph, lossInGraph } from "../losses/training-loss.ts";
import { classShares } from "../protocol/class-shares.ts";
import { outputsOf } from "../protocol/outputs-of.ts";
import type { TrialResult, TrialTask } from "../protocol/trial.ts";
import { regionView } from "../regions/region-view.ts";
import { leavesOut } from "./leaves-out.ts";
import type { TrialContext } from "./trial-context.ts";

/** Share of the steps in which the learning rate rises. */
const WARM_UP = 0.05;

export interface MadeTrainer {
  readonly made: Trainer;
  readonly engine: TrialResult["engine"];
}

/**
 * The trainer of a task: the network, Adam, a rate that rises and then follows a cosine to 0. The loss goes into the graph where it
 * can; fields of whole classes are made from every batch, beside the graph.
 */
export async function makeTrainer(
  context: TrialContext,
  loss: Loss,
  task: TrialTask,
  snapshot: TrainingSnapshot | undefined,
): Promise<MadeTrainer> {
  const { source, plan } = context;
  const setting = { ...outputsOf(source, plan.regions), ignoring: leavesOut(source, plan) };
  const beside = planFor(loss, setting).classFields.length > 0;
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

/** The network of a plan, which starts at the shares of the classes in the images that it is trained on. */
function networkOf({ plan, source }: TrialContext, { train }: TrialTask): Network {
  const { kind, width, depth, normalization, deepSupervision } = plan.network;
  const { channels: classes, link, severalLabels } = outputsOf(source, plan.regions);
  const seen = regionView(source, plan.regions);
  const shares = classShares(
    train.map((image) => seen.images[image]),
    seen.classes.length,
  );
  // One logit for two classes is that of the second.
  const isOne = classes === 1 && !severalLabels;
  return networks[kind]({
    ...{ width, depth, normalization, inputChannels: source.channels, classes },
    outputs: deepSupervision ? depth - 1 : 1,
    startLogits: priorLogits(isOne ? [shares[1]] : shares, link),
  });
}

function trainerOptions(context: TrialContext, loss: TrainingLoss, task: TrialTask) {
  const { plan, source, runtime, measureNormalisation } = context;
  const { training, regions } = plan;
  const { steps, rate, seed } = task;
  const { channels, severalLabels } = outputsOf(source, regions);
  const { classes } = regionView(source, regions);
  return {
    runtime,
    network: networkOf(context, task),
    loss,
    batchShape: [training.batch, training.size, training.size] as const,
    optimizer: adam({ rate: warmUp(Math.round(WARM_UP * steps), cosine({ rate, steps })) }),
    ...{ threads: training.threads, block: training.block ?? 1 },
    seed,
    normalization: measureNormalisation(source, task.train),
    // Values of scans lie beyond it.
    ...(!areScans(source.images) && { inputRange: [0, 1] as const }),
    classNames: channels < classes.length ? [classes[1]] : classes,
    targets: severalLabels ? ("values" as const) : ("indices" as const),
  };
}
