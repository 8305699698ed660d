import { readdir, readFile, rm, rmdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { dataError } from "../../data/data-error.ts";
import type { Plan } from "../protocol/plan.ts";
import { TRIALS } from "../trial/trial-paths.ts";
import { earlierResults, RESULTS } from "./earlier-results.ts";

/** Names in the folder of a comparison. */
export const PLAN = "plan.json";
export const REPORT = "report.html";
export const WORK = ".work";
export const LOCK: string = join(WORK, "lock");
const PICTURES = "pictures";
export const TENSORBOARD = "tensorboard";

/** What a comparison makes anew; nothing else in the folder is touched. */
const MADE: readonly string[] = [PLAN, RESULTS, REPORT, "models", PICTURES, TENSORBOARD, TRIALS];

/** What an earlier run has left. */
export interface Earlier {
  readonly plan: Plan | undefined;
  /** Trainings that have ended or left a checkpoint. */
  readonly trainings: number;
  readonly complete: boolean;
  /** Trainings that failed and may be tried again: those of a full disk or too little memory, above all. */
  readonly failed: number;
}

export async function earlierRun(folder: string): Promise<Earlier> {
  const plan = await readPlan(join(folder, PLAN)).catch(() => undefined);
  const names = await readdir(join(folder, TRIALS)).catch((): string[] => []);
  const results = await earlierResults(folder);
  return {
    plan,
    trainings: new Set(
      names
        .filter((name) => /\.(json|checkpoint)$/.test(name) && !name.startsWith("."))
        .map((name) => name.replace(/\.\w+$/, "")),
    ).size,
    complete: results?.complete ?? false,
    failed: (results?.losses ?? []).reduce((sum, { states }) => sum + states.failed, 0),
  };
}

/** @throws DataError where it is no plan */
export async function readPlan(path: string): Promise<Plan> {
  const text = await readFile(path, "utf8").catch((cause) => {
    throw dataError(`${path}: there is no such plan; compare writes ${PLAN} into its output folder`, cause);
  });
  const plan = parsed(text);
  if (plan?.version !== 1)
    throw dataError(
      `${path}: expected a plan of version 1 that compare wrote, got ${plan ? `version ${plan.version}` : "something else"}`,
    );
  return plan;
}

function parsed(text: string): Plan | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && "version" in value ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Refuses to throw away trainings that a resumption would keep. */
export function checkRestart(folder: string, { trainings, complete }: Earlier, restart: boolean): void {
  if (restart || complete || trainings === 0) return;
  throw dataError(
    `${folder}: an unfinished comparison with ${trainings} ${trainings === 1 ? "training" : "trainings"} is there; --resume goes on with it, --restart begins anew without it, or choose another -o`,
  );
}

/** Takes away what an earlier run made, so that nothing of it stands beside the new one. */
export async function clearFolder(folder: string): Promise<void> {
  await Promise.all(MADE.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/**
 * Takes away what only a comparison under way needs, where none is to be gone on with: the pixels, and the folder itself where nothing was written into it. An unfinished one
 * keeps everything, one with failed trainings the others, so that those alone are tried again.
 */
export async function leaveTidy(folder: string): Promise<void> {
  const { plan, complete, failed } = await earlierRun(folder);
  if (plan && !complete) return;
  const kept = plan && failed > 0 ? [TRIALS] : [];
  await removeBut(join(folder, WORK), kept);
  await rmdir(folder).catch(() => {});
}

/** @param kept paths from the folder that `folder` is in */
async function removeBut(folder: string, kept: readonly string[]): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  const own = names.filter((name) => !kept.includes(join(basename(folder), name)));
  await Promise.all(own.map((name) => rm(join(folder, name), { recursive: true, force: true })));
  await rmdir(folder).catch(() => {});
}
