import { checkPlan } from "../../compare/plan/check-plan.ts";
import type { Plan } from "../../compare/protocol/plan.ts";
import type { TrialMachine, TrialResult, TrialTask } from "../../compare/protocol/trial.ts";
import { readShape, ShapeError } from "../../compare/results-file/read-shape.ts";
import type { StoredSet } from "../../data/store/stored-set.ts";
import { Refusal } from "./job-data.ts";
import { STORED_SET } from "./stored-set-shape.ts";
import { TRIAL_TASK } from "./trial-shape.ts";

/** What all trainings of a comparison share. */
export interface TrialShared {
  readonly plan: Plan;
  readonly set: StoredSet;
  /** SHA-256 and size of the file of pixels. */
  readonly pixels: string;
  readonly bytes: number;
  readonly scored: readonly number[];
  readonly thin: readonly number[];
}

/** What a worker hands back of a training. */
export interface TrialDone {
  readonly result: TrialResult;
  /** SHA-256 of the network. */
  readonly model: string | null;
  /** Who trained, the last one last. */
  readonly machines: readonly TrialMachine[];
}

const ID = /^(rate|loss|final)-[\w.+=-]{1,200}$/;
const MOST_STEPS = 1e8;
const LONGEST_LOSS = 20_000;

/** @throws Refusal for what no sender of this version makes */
export function checkShared(value: unknown): TrialShared {
  const given = value as TrialShared;
  const plan = refusing("plan", () => checkPlan(given?.plan, "the plan of the job"));
  const set = refusing("set", () => readShape(STORED_SET.node, given.set, "set") as StoredSet);
  const count = set.images.length;
  if (set.fingerprint !== plan.data.fingerprint || count !== plan.data.images.length)
    throw new Refusal(
      `the plan was made for data with the fingerprint ${plan.data.fingerprint.slice(0, 12)}, and the pixels have ${set.fingerprint.slice(0, 12)}`,
    );
  if (!/^[0-9a-f]{64}$/.test(given.pixels) || !(given.bytes >= 0))
    throw new Refusal("pixels: expected a SHA-256 and a size");
  for (const key of ["scored", "thin"] as const)
    if (
      !Array.isArray(given[key]) ||
      !given[key].every(
        (one) => Number.isInteger(one) && one >= 0 && one < Math.max(set.classes.length, plan.regions.length),
      )
    )
      throw new Refusal(`${key}: expected indices of classes or regions`);
  const { pixels, bytes, scored, thin } = given;
  return { plan, set, pixels, bytes, scored, thin };
}

/** @throws Refusal */
export function checkTask(value: unknown, { plan }: TrialShared): TrialTask {
  const task = refusing("task", () => readShape(TRIAL_TASK.node, value, "task") as TrialTask);
  if (!ID.test(task.id))
    throw new Refusal(
      `task.id: expected the name of a training, got ${JSON.stringify(task.id).slice(0, 60)}`,
    );
  if (task.steps < 1 || task.steps > MOST_STEPS)
    throw new Refusal(`task.steps: expected 1 to ${MOST_STEPS}, got ${task.steps}`);
  if (task.loss.length > LONGEST_LOSS)
    throw new Refusal(`task.loss: expected at most ${LONGEST_LOSS} characters, got ${task.loss.length}`);
  if (!(task.rate > 0)) throw new Refusal(`task.rate: expected a number above 0, got ${task.rate}`);
  const count = plan.data.images.length;
  const strange = [...task.train, ...task.validation, ...task.test].find((image) => image >= count);
  if (strange !== undefined)
    throw new Refusal(`task: there are ${count} images, and none with the index ${strange}`);
  return task;
}

function refusing<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof ShapeError || (cause as Error).name === "DataError")
      throw new Refusal(`${what}: ${(cause as Error).message}`);
    throw cause;
  }
}
