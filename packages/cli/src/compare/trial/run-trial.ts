import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseLoss } from "segloss";
import { writeWhole } from "../../output/write-whole.ts";
import { curveMargin } from "../protocol/curve-margin.ts";
import { leastSteps } from "../protocol/least-steps.ts";
import type { ImageEvidence, TrialResult, TrialTask } from "../protocol/trial.ts";
import { areConstant } from "../regions/are-constant.ts";
import { isConstant } from "../regions/is-constant.ts";
import { assessedCrops } from "./assessed-crops.ts";
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { emptyResult } from "./empty-result.ts";
import { failureReason } from "./failure-reason.ts";
import { imageMaps } from "./image-maps.ts";
import { leavesOut } from "./leaves-out.ts";
import { type MadeTrainer, makeTrainer } from "./make-trainer.ts";
import { BEGINNING, type Progress, spent } from "./progress.ts";
import { removeLeftovers } from "./remove-leftovers.ts";
import { stateOf } from "./state-of.ts";
import { taskKey } from "./task-key.ts";
import { train } from "./train.ts";
import type { TrialContext } from "./trial-context.ts";
import { checkpointPath, modelPath, resultPath } from "./trial-paths.ts";
import type { TrialWatcher } from "./trial-watcher.ts";

/**
 * Trains with one loss, from the checkpoint of the same task where there is one, assesses the network on validation crops on the
 * way and predicts the test images whole at the end. Undefined when cancelled, with a checkpoint left. What goes wrong is a result
 * (`failed`), never an error. Results are written into the folder of the comparison, but for failed ones, which may have
 * failed for want of room or memory: to run them again is to try again.
 */
export async function runTrial(
  context: TrialContext,
  task: TrialTask,
  watcher: TrialWatcher,
): Promise<TrialResult | undefined> {
  try {
    const result = await runToTheEnd(context, task, watcher);
    return result && (await keep(context, result));
  } catch (error) {
    return { ...emptyResult(task), reason: failureReason(error), peakMemory: peakMemory() };
  }
}

async function keep({ folder, plan }: TrialContext, ended: TrialResult): Promise<TrialResult> {
  const result = { ...ended, key: taskKey(plan, ended.task) };
  await writeWhole(resultPath(folder, result.task), JSON.stringify(result));
  await removeCheckpoint(checkpointPath(folder, result.task));
  return result;
}

async function runToTheEnd(
  context: TrialContext,
  task: TrialTask,
  watcher: TrialWatcher,
): Promise<TrialResult | undefined> {
  const started = performance.now();
  const { plan, folder, source } = context;
  const [path, key] = [checkpointPath(folder, task), taskKey(plan, task)];
  await mkdir(dirname(path), { recursive: true });
  await removeLeftovers(path);
  const kept = await readCheckpoint(path, key);
  const loss = parseLoss(task.loss);
  const trainer = await makeTrainer(context, loss, task, kept?.snapshot);
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
    const save = async (progress: Progress) =>
      writeCheckpoint(path, key, { progress, snapshot: await made.snapshot() });
    const begun = spent(kept?.progress ?? BEGINNING, "setUp", (performance.now() - started) / 1000);
    const ignoring = leavesOut(source, plan);
    const assessed = assessedCrops(context, task);
    const { how, progress } = await train(
      { made, task, crops, ignoring, assessed, watcher, save },
      begun,
    ).finally(() => {
      crops.close?.();
    });
    if (how === "cancelled") return undefined;
    if (how === "diverged") return divergedResult(task, trainer, progress);
    // What follows may take long too.
    if (task.test.length > 0) await save(progress);
    return await testedResult(context, task, trainer, progress, watcher);
  } finally {
    await made.dispose();
  }
}

function divergedResult(
  task: TrialTask,
  { engine }: MadeTrainer,
  { step, curve, timing }: Progress,
): TrialResult {
  return {
    ...emptyResult(task),
    ...{ state: "diverged", steps: step, engine, curve, timing, peakMemory: peakMemory() },
    reason: `its loss or the outputs of the network were no finite numbers after step ${step} of ${task.steps}`,
  };
}

async function testedResult(
  context: TrialContext,
  task: TrialTask,
  trainer: MadeTrainer,
  trained: Progress,
  watcher: TrialWatcher,
): Promise<TrialResult | undefined> {
  const started = performance.now();
  const evidence = await testImages(context, task, trainer, watcher);
  if (evidence === "cancelled") return undefined;
  if (evidence === "diverged") return divergedResult(task, trainer, trained);
  const { curve, constant, timing } = spent(trained, "test", (performance.now() - started) / 1000);
  const least = leastSteps(context.plan.training.stepsPerEpoch);
  const isOne = evidence.length > 0 ? isConstantEvidence(evidence) : constant;
  return {
    task,
    state: stateOf(curve, { steps: task.steps, least, margin: curveMargin(context.plan) }, isOne),
    ...{ reason: null, steps: trained.step, engine: trainer.engine, curve, evidence, timing },
    validationDice: curve.at(-1)?.dice ?? null,
    model: task.purpose === "final" ? await saveModel(context, task, trainer) : null,
    peakMemory: peakMemory(),
  };
}

async function testImages(
  context: TrialContext,
  { test }: TrialTask,
  { made }: MadeTrainer,
  { cancelled }: TrialWatcher,
): Promise<readonly ImageEvidence[] | "cancelled" | "diverged"> {
  const evidence: ImageEvidence[] = [];
  let allFinite = true;
  const predict: typeof made.predict = async (...images) => {
    const logits = await made.predict(...images);
    allFinite &&= logits.every(Number.isFinite);
    return logits;
  };
  for (const image of test) {
    if (cancelled()) return "cancelled";
    const measured = await context.testImage(predict, image).catch((error: unknown) => {
      if (allFinite) throw error;
    });
    if (!allFinite || !measured) return "diverged";
    evidence.push(measured);
  }
  return evidence;
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

async function saveModel({ folder }: TrialContext, task: TrialTask, { made }: MadeTrainer): Promise<string> {
  const model = modelPath(task);
  const path = join(folder, model);
  await mkdir(dirname(path), { recursive: true });
  await removeLeftovers(path);
  await writeWhole(path, await made.save());
  return model;
}

/** In bytes, of this process since it began. */
function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}
