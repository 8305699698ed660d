import type { Trainer } from "@segloss/train";
import { parseLoss } from "segloss";
import { allFinite } from "../../data/all-finite.ts";
import { curveMargin } from "../protocol/curve-margin.ts";
import { leastSteps } from "../protocol/least-steps.ts";
import type { ImageEvidence, TrialResult, TrialTask } from "../protocol/trial.ts";
import { areConstant } from "../regions/are-constant.ts";
import { isConstant } from "../regions/is-constant.ts";
import { assessCrops } from "./assess-crops.ts";
import { assessedCrops } from "./assessed-crops.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { emptyResult } from "./empty-result.ts";
import { imageMaps } from "./image-maps.ts";
import { leavesOut } from "./leaves-out.ts";
import { type MadeTrainer, makeTrainer } from "./make-trainer.ts";
import { BEGINNING, type Progress, spent } from "./progress.ts";
import { stateOf } from "./state-of.ts";
import { train } from "./train.ts";
import type { TrialContext } from "./trial-context.ts";
import type { TrialWatcher } from "./trial-watcher.ts";
import { wholeBatches } from "./whole-batches.ts";

/** What of a training is kept, and where: files, or the memory of a page. */
export interface TrialKeeper {
  /** Where it goes on from. */
  readonly begun?: Checkpoint | undefined;
  /** Keeps where it stands. */
  save(progress: Progress, made: Trainer): Promise<void>;
  /** Keeps the trained network. @returns its name for results */
  saveModel(made: Trainer): Promise<string>;
  /** In bytes. */
  peakMemory(): number;
  /** Stands between the training and its trainer. Default: nothing does. */
  around?(made: Trainer): Trainer;
}

/**
 * Trains with one loss, assesses the network on validation crops on the way and predicts the test images whole at the end.
 *
 * @returns undefined when cancelled, with where it stood kept
 * @throws what goes wrong
 */
export async function carryOutTrial(
  context: TrialContext,
  task: TrialTask,
  watcher: TrialWatcher,
  keeper: TrialKeeper,
): Promise<TrialResult | undefined> {
  const started = performance.now();
  const { plan, source } = context;
  const { begun } = keeper;
  const loss = parseLoss(task.loss);
  const trainer = await trainerWithin(context, loss, task, keeper);
  const { made } = trainer;
  try {
    const maps = imageMaps(context, loss);
    const { size, batch, augment, foreground } = plan.training;
    const crops = context.drawCrops({
      images: task.train,
      ...{ size, batch, augment, foreground: { share: foreground, classes: aimedClasses(context) } },
      seed: task.seed,
      ...(maps && { maps }),
    });
    const save = (progress: Progress) => keeper.save(progress, made);
    const ignoring = leavesOut(source, plan);
    const assessed = assessedCrops(context, task);
    // The first prediction makes a graph of its own: no time of an assessment.
    await assessCrops(made.predict, { ...assessed, batches: 1 }, watcher.cancelled);
    const beginning = spent(begun?.progress ?? BEGINNING, "setUp", (performance.now() - started) / 1000);
    const { how, progress } = await train(
      { made, task, crops, ignoring, assessed, watcher, save },
      beginning,
    ).finally(() => {
      crops.close?.();
    });
    if (how === "cancelled") return undefined;
    if (how === "diverged") return divergedResult(task, trainer, progress, keeper);
    // What follows may take long too.
    if (task.test.length > 0) await save(progress);
    return await testedResult(context, task, trainer, progress, watcher, keeper);
  } finally {
    await made.dispose();
  }
}

async function trainerWithin(
  context: TrialContext,
  loss: ReturnType<typeof parseLoss>,
  task: TrialTask,
  { begun, around }: TrialKeeper,
): Promise<MadeTrainer> {
  const trainer = await makeTrainer(context, loss, task, begun?.snapshot);
  return around ? { ...trainer, made: around(trainer.made) } : trainer;
}

function divergedResult(
  task: TrialTask,
  { engine }: MadeTrainer,
  { step, curve, timing }: Progress,
  keeper: TrialKeeper,
): TrialResult {
  return {
    ...emptyResult(task),
    ...{ state: "diverged", steps: step, engine, curve, timing, peakMemory: keeper.peakMemory() },
    reason: `its loss or the outputs of the network were no finite numbers after step ${step} of ${task.steps}`,
  };
}

async function testedResult(
  context: TrialContext,
  task: TrialTask,
  trainer: MadeTrainer,
  trained: Progress,
  watcher: TrialWatcher,
  keeper: TrialKeeper,
): Promise<TrialResult | undefined> {
  const started = performance.now();
  const evidence = await testImages(context, task, trainer, watcher);
  if (evidence === "cancelled") return undefined;
  if (evidence === "diverged") return divergedResult(task, trainer, trained, keeper);
  const { curve, constant, timing } = spent(trained, "test", (performance.now() - started) / 1000);
  const least = leastSteps(context.plan.training.stepsPerEpoch);
  const isOne = evidence.length > 0 ? isConstantEvidence(evidence) : constant;
  return {
    task,
    state: stateOf(curve, { steps: task.steps, least, margin: curveMargin(context.plan) }, isOne),
    ...{ reason: null, steps: trained.step, engine: trainer.engine, curve, evidence, timing },
    validationDice: curve.at(-1)?.dice ?? null,
    model: task.purpose === "final" ? await keeper.saveModel(trainer.made) : null,
    peakMemory: keeper.peakMemory(),
  };
}

async function testImages(
  context: TrialContext,
  { test }: TrialTask,
  { made }: MadeTrainer,
  { cancelled }: TrialWatcher,
): Promise<readonly ImageEvidence[] | "cancelled" | "diverged"> {
  const evidence: ImageEvidence[] = [];
  const { training } = context.plan;
  const inBatches = wholeBatches(made.predict, training.batch);
  let isSound = true;
  const predict: typeof inBatches = async (...images) => {
    const logits = await inBatches(...images);
    isSound &&= allFinite(logits);
    return logits;
  };
  try {
    for await (const measured of context.testImages(predict, test)) {
      if (cancelled()) return "cancelled";
      evidence.push(measured);
    }
  } catch (error) {
    if (isSound) throw error;
  }
  return isSound ? evidence : "diverged";
}

/** Classes that crops are aimed at. */
function aimedClasses({ plan: { regions }, scored }: TrialContext): readonly number[] {
  return regions.length > 0 ? [...new Set(regions.flatMap(({ classes }) => classes))] : scored;
}

function isConstantEvidence(evidence: readonly ImageEvidence[]): boolean {
  const counts = summed(evidence);
  if (evidence[0].pixels === undefined) return isConstant(counts);
  return areConstant(
    counts,
    evidence.reduce((sum, { pixels = 0 }) => sum + pixels, 0),
  );
}

/** Counts of each class over all images. */
function summed(evidence: readonly ImageEvidence[]): { tp: number; fp: number; fn: number }[] {
  const total = (of: (one: ImageEvidence) => number) => evidence.reduce((sum, one) => sum + of(one), 0);
  return evidence[0].tp.map((_, index) => ({
    tp: total(({ tp }) => tp[index]),
    fp: total(({ fp }) => fp[index]),
    fn: total(({ fn }) => fn[index]),
  }));
}
