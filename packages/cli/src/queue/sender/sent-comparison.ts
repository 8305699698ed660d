import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Plan } from "../../compare/protocol/plan.ts";
import type { DataFacts } from "../../compare/run/opened-set.ts";
import { WORK } from "../../compare/run/output-folder.ts";
import type { PreparedData } from "../../compare/run/prepare-data.ts";
import type { RunTasks } from "../../compare/trial/pool/run-tasks.ts";
import { dataError } from "../../data/data-error.ts";
import { openStoredSource } from "../../data/open-stored-source.ts";
import { readManifest, writeManifest } from "../../data/store/manifest.ts";
import { writeWhole } from "../../output/write-whole.ts";
import { fromExactJson, toExactJson } from "../protocol/exact-json.ts";
import { recordKey, runContents, runKey } from "../protocol/run-keys.ts";
import { checkShared, type TrialShared } from "../protocol/trial-job.ts";
import { checkContent, copyContent, putContent, readContent, WrongContent } from "../store/contents.ts";
import type { QueueLink } from "./queue-link.ts";
import { queuedTrials } from "./queued-trials.ts";
import { newRun, putRecord, readRecord } from "./run-record.ts";

/** What a sender that comes back elsewhere could not work out again. */
interface ComparisonFacts {
  readonly groups: readonly string[];
  readonly facts: DataFacts;
  readonly notes: readonly string[];
}

/** A comparison whose trainings workers do. */
export interface SentComparison {
  readonly run: string;
  readonly runTasks: RunTasks;
  /** Takes away what the store has of it, when all of it is here. */
  done(): Promise<void>;
}

/** A comparison that was sent before, with its data. */
export interface AttachedComparison {
  readonly plan: Plan;
  /** Opens the pixels, from the store. */
  prepared(): Promise<PreparedData>;
}

/** Bytes of what all trainings share. */
const MOST_SHARED = 2 ** 30;

/** Which run the comparison in a folder is. */
const RUN = join(WORK, "run");

/** Finds a run by its id. @throws DataError where there is none that this version goes on with */
export async function attachedComparison(
  link: QueueLink,
  run: string,
  folder: string,
): Promise<AttachedComparison> {
  const { context, facts } = await readRecord<ComparisonFacts>(link.store, run, "compare", link.meeting);
  const shared = await readShared(link, run, context);
  return {
    plan: shared.plan,
    async prepared() {
      const source = await openPixels(link, shared, join(folder, WORK));
      return { source, ...facts };
    },
  };
}

/**
 * Puts into the store what workers lack, and gives what has trainings done there.
 * @param known the run to go on with
 */
export async function sentComparison(
  link: QueueLink,
  plan: Plan,
  prepared: PreparedData,
  { folder, known, say }: { folder: string; known: string | undefined; say(line: string): void },
): Promise<SentComparison> {
  const { store } = link;
  const earlier = known ?? (await earlierRun(link, plan, folder));
  const run = earlier ?? newRun();
  const pixels = await putPixels(link, prepared, folder, say);
  const { groups, facts, notes } = prepared;
  const { scored, thin } = facts;
  const begin = async (): Promise<string> => {
    const shared: TrialShared = { plan, ...pixels, scored, thin };
    const context = await putContent(store, new TextEncoder().encode(toExactJson(shared)), runContents(run));
    const record = {
      kind: "compare",
      meeting: link.meeting,
      sentAt: new Date().toISOString(),
      context,
    } as const;
    await putRecord<ComparisonFacts>(store, run, { ...record, facts: { groups, facts, notes } });
    return context;
  };
  const context =
    earlier === undefined ? await begin() : (await readRecord(store, run, "compare", link.meeting)).context;
  await writeWhole(join(folder, RUN), run);
  return {
    run,
    runTasks: queuedTrials(link, run, { plan, folder, context }),
    done: () => store.remove(runKey(run)),
  };
}

/** The run that was sent from a folder, where it is of the same plan. */
async function earlierRun(link: QueueLink, plan: Plan, folder: string): Promise<string | undefined> {
  const run = await readFile(join(folder, RUN), "utf8").catch(() => "");
  if (!/^[a-z0-9]{10}$/.test(run) || (await link.store.size(recordKey(run))) === undefined) return undefined;
  const { context } = await readRecord<ComparisonFacts>(link.store, run, "compare", link.meeting);
  const sent = await readShared(link, run, context);
  return withoutThreads(sent.plan) === withoutThreads(plan) ? run : undefined;
}

/** How many trainings run at a time is no part of the numbers. */
function withoutThreads({ training, ...plan }: Plan): string {
  return JSON.stringify({ ...plan, training: { ...training, atOnce: 0 } });
}

async function readShared({ store }: QueueLink, run: string, context: string): Promise<TrialShared> {
  try {
    return checkShared(
      fromExactJson(
        new TextDecoder().decode(await readContent(store, context, MOST_SHARED, runContents(run))),
      ),
    );
  } catch (cause) {
    if (cause instanceof WrongContent)
      throw dataError(`${cause.message}; or send the work again without --attach`, cause);
    throw cause;
  }
}

async function putPixels(
  { store }: QueueLink,
  { source }: PreparedData,
  folder: string,
  say: (line: string) => void,
) {
  const { set, pixels: name, bytes } = readManifest(source.file);
  const file = join(dirname(source.file), name);
  say(`putting ${(bytes / 1e6).toFixed(1)} MB of pixels into the store`);
  const pixels = await putContent(store, { file });
  // What lies there since an earlier run may have been damaged: workers would refuse it one after another.
  if (!(await checkContent(store, pixels, join(folder, WORK, "checked.tmp"))))
    await store.put(`data/${pixels.slice(0, 2)}/${pixels}`, { file });
  return { set, pixels, bytes };
}

async function openPixels({ store }: QueueLink, { set, pixels, bytes }: TrialShared, work: string) {
  const manifest = join(work, "data.json");
  await mkdir(work, { recursive: true });
  try {
    await copyContent(store, pixels, join(work, "data.bin"));
  } catch (cause) {
    if (cause instanceof WrongContent) throw dataError(`${cause.message} where DATA is named as well`, cause);
    throw cause;
  }
  writeManifest(manifest, { origin: "", pixels: "data.bin", bytes, set, problems: [] });
  return openStoredSource(manifest);
}
