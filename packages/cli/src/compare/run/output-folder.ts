import { readdir, readFile, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { dataError } from "../../data/data-error.ts";
import { refuseImages } from "../../output/refuse-images.ts";
import { clearPictures } from "../../report/comparison/clear-pictures.ts";
import { checkPlan } from "../plan/check-plan.ts";
import type { Plan } from "../protocol/plan.ts";
import type { ComparisonResults } from "../protocol/results.ts";
import { TRIALS } from "../trial/trial-paths.ts";
import { earlierResults, RESULTS } from "./earlier-results.ts";

/** Names in the folder of a comparison. */
export const PLAN = "plan.json";
export const REPORT = "report.html";
export const WORK = ".work";
export const LOCK: string = join(WORK, "lock");
const PICTURES = "pictures";
export const TENSORBOARD = "tensorboard";

const MODELS = "models";

/** What a comparison makes anew; nothing else in the folder is touched. */
const MADE: readonly string[] = [PLAN, RESULTS, REPORT, TENSORBOARD, TRIALS];

/** Names that other programs use too. */
const SHARED_NAMES: readonly string[] = [PLAN, RESULTS, REPORT, MODELS, PICTURES, TENSORBOARD];

/** What an earlier run has left. */
export interface Earlier {
  /** Whether it has left a plan, of this version or of another one. */
  readonly hasPlan: boolean;
  /** Whether there is a file of that name that cannot be read as one: damaged since, or of another program. */
  readonly hasStrangePlan: boolean;
  /** Trainings of the plan that have ended or left a checkpoint. */
  readonly trainings: number;
  readonly complete: boolean;
  /** Whether a training of a complete one failed, which may be tried again. */
  readonly failed: boolean;
  /** What it has come to, where this version reads it. */
  readonly results: ComparisonResults | undefined;
}

export async function earlierRun(folder: string): Promise<Earlier> {
  const plan = await planFile(folder);
  const hasPlan = plan !== undefined && isOurs(parsed(plan));
  const names = await readdir(join(folder, TRIALS)).catch((): string[] => []);
  const results = await earlierResults(folder);
  return {
    hasPlan,
    hasStrangePlan: plan !== undefined && !hasPlan,
    // Those that measured the speed are of no use to anybody.
    trainings: new Set(
      names
        .filter((name) => /^(rate|loss|final)-.*\.(json|checkpoint)$/.test(name))
        .map((name) => name.replace(/\.\w+$/, "")),
    ).size,
    complete: results?.complete ?? false,
    failed: (results?.losses ?? []).some(({ states }) => states.failed > 0),
    results,
  };
}

/** What is written there; nothing of a file that may not be read. */
async function planFile(folder: string): Promise<string | undefined> {
  return readFile(join(folder, PLAN), "utf8").catch((error: NodeJS.ErrnoException) =>
    error.code === "ENOENT" ? undefined : "",
  );
}

/** Whether trainings are there that a resumption would go on with, be it after a damaged plan is put right. */
export function isBegun({ hasPlan, trainings }: Earlier): boolean {
  return hasPlan || trainings > 0;
}

/** What is wrong with a plan that cannot be read as one. */
export function strangePlan(folder: string): string {
  return `${join(folder, PLAN)} is there, but cannot be read as the plan of a comparison`;
}

/**
 * Keeps a comparison from taking away what it did not make.
 * @throws DataError where something has a name of ours in a folder that no comparison wrote
 */
export async function checkOwn(folder: string, { hasPlan, hasStrangePlan }: Earlier): Promise<void> {
  if (hasPlan) return;
  await refuseImages("-o", folder);
  if (hasStrangePlan)
    throw dataError(
      `${strangePlan(folder)}; choose another -o, so that nothing is overwritten, or put back the one that compare wrote`,
    );
  const names = await readdir(folder).catch((): string[] => []);
  const strange = SHARED_NAMES.filter((name) => names.includes(name));
  if (strange.length === 0) return;
  throw dataError(
    `${folder}: ${strange.join(", ")} ${strange.length === 1 ? "is" : "are"} there, and no ${PLAN} of a comparison beside ${strange.length === 1 ? "it" : "them"}; ` +
      "choose another -o, or an empty folder, so that nothing is overwritten",
  );
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
  return checkPlan(plan, path);
}

/** Others have files of that name too. */
function isOurs(plan: ReturnType<typeof parsed>): boolean {
  return plan !== undefined && "budget" in plan && "finals" in plan;
}

function parsed(text: string): { readonly version: unknown } | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && "version" in value ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Refuses to throw away trainings that a resumption would keep. */
export function checkRestart(
  folder: string,
  { hasPlan, trainings, complete }: Earlier,
  restart: boolean,
): void {
  if (restart || complete || !hasPlan || trainings === 0) return;
  throw dataError(
    `${folder}: an unfinished comparison with ${trainings} ${trainings === 1 ? "training" : "trainings"} is there; --resume goes on with it, --restart begins anew without it, or choose another -o`,
  );
}

/** Files of ours in folders where others may keep files too; of the rest all is ours. */
const OURS: Readonly<Record<string, RegExp>> = {
  [TENSORBOARD]: /^(rate|loss|final)-/,
};

/** Takes away what an earlier run made, so that nothing of it stands beside the new one. */
export async function clearFolder(folder: string): Promise<void> {
  await Promise.all(MADE.map((name) => clear(join(folder, name), OURS[name])));
  await clearNetworks(join(folder, MODELS));
  await clearPictures(join(folder, PICTURES));
}

/** A network in the folder of its loss. */
const NETWORK = /^r\d+\.f\d+\.onnx(\.|$)/;

async function clearNetworks(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await clear(join(folder, entry.name), NETWORK);
  await rmdir(folder).catch(() => {});
}

async function clear(path: string, ours: RegExp | undefined): Promise<void> {
  if (!ours) return rm(path, { recursive: true, force: true });
  const names = await readdir(path).catch((): string[] => []);
  const own = names.filter((name) => ours.test(name));
  await Promise.all(own.map((name) => rm(join(path, name), { recursive: true, force: true })));
  await rmdir(path).catch(() => {});
}

/**
 * Takes away what only a comparison under way needs, where none is to be gone on with: the pixels, and the folder itself where nothing was written into it. One that is
 * unfinished, or in which a training failed, keeps everything.
 */
export async function leaveTidy(folder: string): Promise<void> {
  const earlier = await earlierRun(folder);
  if (isBegun(earlier) && (!earlier.complete || earlier.failed)) return;
  await rm(join(folder, WORK), { recursive: true, force: true });
  await rmdir(folder).catch(() => {});
}
