import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Trainer } from "@segloss/train";
import { writeWhole } from "../../output/write-whole.ts";
import type { TrialResult, TrialTask } from "../protocol/trial.ts";
import { carryOutTrial } from "./carry-out-trial.ts";
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { emptyResult } from "./empty-result.ts";
import { failureReason } from "./failure-reason.ts";
import { removeLeftovers } from "./remove-leftovers.ts";
import { taskKey } from "./task-key.ts";
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
    return { ...emptyResult(task), reason: failureReason(error, task.purpose), peakMemory: peakMemory() };
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
  const { plan, folder } = context;
  const [path, key] = [checkpointPath(folder, task), taskKey(plan, task)];
  await mkdir(dirname(path), { recursive: true });
  await removeLeftovers(path);
  return carryOutTrial(context, task, watcher, {
    begun: await readCheckpoint(path, key),
    save: async (progress, made) => writeCheckpoint(path, key, { progress, snapshot: await made.snapshot() }),
    saveModel: (made) => saveModel(folder, task, made),
    peakMemory,
  });
}

async function saveModel(folder: string, task: TrialTask, made: Trainer): Promise<string> {
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
