import {
  adam,
  cosine,
  nodeRuntime,
  type Trainer,
  type TrainingLoss,
  trainer,
  unet,
  warmUp,
} from "@segloss/train";
import { type Loss, parseLoss } from "segloss";
import { type Batch, type Batches, drawBatches } from "../data/index.ts";
import { type Assessment, assess } from "./assess.ts";
import { withDistanceMaps } from "./distance-maps.ts";
import type { Experiment } from "./experiment.ts";
import { planFor } from "./plan-for.ts";
import { lossBesideGraph, lossInGraph } from "./training-loss.ts";
import type { CurvePoint, Trial, TrialTask, TrialTiming, TrialWatcher } from "./trial.ts";

/** Share of the steps in which the learning rate rises. */
const WARM_UP = 0.05;

/**
 * Trains the network with one loss and assesses it on the held-back images; undefined when cancelled. Everything but the
 * loss depends on the seed alone: initial weights, order and turns of the images.
 */
export async function runTrial(
  experiment: Experiment,
  task: TrialTask,
  watcher: TrialWatcher,
): Promise<Trial | undefined> {
  const started = performance.now();
  const loss = parseLoss(task.loss);
  const images = withDistanceMaps(experiment.train, loss, experiment.channels);
  const batches = drawBatches(images, { size: experiment.batch, seed: task.seed });
  const { made, engine } = await makeTrainer(experiment, loss, task);
  const setUp = secondsSince(started);
  try {
    const outcome = await train(made, batches, experiment, task, watcher);
    if (outcome === undefined) return undefined;
    const { steps, divergedAt, curve, assessment, timing } = outcome;
    return {
      loss: task.loss,
      seed: task.seed,
      steps,
      divergedAt,
      engine,
      curve,
      confusion: assessment ? assessment.confusion.toJSON() : null,
      predictions: assessment ? assessment.predictions : [],
      model: assessment ? made.save() : null,
      timing: { setUp, ...timing },
    };
  } finally {
    await made.dispose();
  }
}

interface Outcome {
  readonly steps: number;
  readonly divergedAt: number | null;
  readonly curve: readonly CurvePoint[];
  /** Undefined when the training diverged. */
  readonly assessment: Assessment | undefined;
  readonly timing: Omit<TrialTiming, "setUp">;
}

async function train(
  made: Trainer,
  batches: Batches,
  experiment: Experiment,
  { steps, points }: TrialTask,
  watcher: TrialWatcher,
): Promise<Outcome | undefined> {
  const curve: CurvePoint[] = [];
  const timing = { firstStep: 0, laterSteps: 0, assessments: 0 };
  let losses: number[] = [];
  let assessment: Assessment | undefined;
  const diverged = (step: number) => ({
    steps: step,
    divergedAt: step,
    curve,
    assessment: undefined,
    timing,
  });
  for (let step = 1; step <= steps; step++) {
    if (watcher.cancelled()) return undefined;
    const started = performance.now();
    const report = await made.step(trainerBatch(batches, step - 1, steps, experiment));
    timing[step === 1 ? "firstStep" : "laterSteps"] += secondsSince(started);
    if (!report.finite) return diverged(step);
    losses.push(report.loss);
    watcher.onStep(step, report.loss);
    if (!isPoint(step, steps, points)) continue;
    const paused = performance.now();
    assessment = await assess(made, experiment);
    timing.assessments += secondsSince(paused);
    if (!assessment) return diverged(step);
    const { dice, iou } = assessment;
    curve.push({ step, loss: losses.reduce((a, b) => a + b, 0) / losses.length, dice, iou });
    watcher.onPoint(curve[curve.length - 1]);
    losses = [];
  }
  return { steps, divergedAt: null, curve, assessment, timing };
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

/** Whether the curve has a point after this step: evenly spaced, the last step among them. */
function isPoint(step: number, steps: number, points: number): boolean {
  const count = Math.min(points, steps);
  return Math.floor((step * count) / steps) > Math.floor(((step - 1) * count) / steps);
}

function trainerBatch(batches: Batches, step: number, steps: number, { train }: Experiment) {
  const batch = batches.at(step);
  const { images, maps } = batch;
  const targets = batch.masks as Uint8Array;
  const read = { images, targets, maps, progress: step / Math.max(1, steps - 1) };
  return train.ignore === undefined ? read : { ...read, valid: validPixels(batch, train.ignore) };
}

function validPixels({ masks }: Batch, ignore: number): Uint8Array {
  return Uint8Array.from(masks, (label) => (label === ignore ? 0 : 1));
}

/** The loss goes into the graph where it can. Fields of whole classes are made from every batch, beside the graph. */
async function makeTrainer(experiment: Experiment, loss: Loss, task: TrialTask) {
  const setting = { channels: experiment.channels, ignoring: experiment.train.ignore !== undefined };
  const make = (lowered: TrainingLoss) => trainer(trainerOptions(experiment, lowered, task));
  const beside = async () => ({
    made: await make(lossBesideGraph(loss, setting)),
    engine: "split at the logits" as const,
  });
  if (planFor(loss, setting.channels, setting.ignoring).classFields.length > 0) return beside();
  try {
    return { made: await make(lossInGraph(loss, setting)), engine: "in graph" as const };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return beside();
  }
}

function trainerOptions(experiment: Experiment, loss: TrainingLoss, { seed, steps, threads }: TrialTask) {
  const { train, channels, size, batch, width, depth, learningRate, normalisation } = experiment;
  return {
    runtime: nodeRuntime(),
    network: unet({ depth, width, inputChannels: train.channels, classes: channels }),
    loss,
    batchShape: [batch, size, size] as const,
    optimizer: adam({ rate: warmUp(Math.round(WARM_UP * steps), cosine({ rate: learningRate, steps })) }),
    threads,
    seed,
    normalization: normalisation,
    classNames: channels === 1 ? [train.classes[1]] : train.classes,
  };
}
