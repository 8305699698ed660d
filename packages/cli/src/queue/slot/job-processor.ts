import type { Job } from "bullmq";
import { onAbort } from "../../processes/on-abort.ts";
import { limited } from "../link/limited.ts";
import type { QueueLibraries } from "../link/load-queue.ts";
import { within } from "../link/within.ts";
import { checkJobData, Refusal } from "../protocol/job-data.ts";
import type { Meeting } from "../protocol/queue-name.ts";
import { OwnDiskTrouble } from "../store/own-disk-trouble.ts";
import { StoreAway } from "../store/store-away.ts";
import { doJob, type JobEnd, type SlotParts } from "./do-job.ts";
import type { JobProgress } from "./runner.ts";

/** Milliseconds for what a Redis may never answer to. */
const PATIENCE = 5000;
/** Milliseconds between two words about where a job stands. */
const TELL_EVERY = 2000;

export interface ProcessorParts extends SlotParts {
  /** `MACHINE.SLOT`. */
  readonly name: string;
  readonly here: Meeting;
  readonly leaving: AbortSignal;
  /** Called when the machine or the store are in trouble, before the job is handed back. */
  rest(trouble: string): void;
}

/** Does a job of the queue, and leaves it as BullMQ knows how: ended, to be tried again, refused for good, or waiting for another worker. */
export function jobProcessor({ bullmq }: QueueLibraries, parts: ProcessorParts) {
  const { UnrecoverableError, WaitingError } = bullmq;
  const { name, say } = parts;
  // Three parameters: BullMQ cancels no job of a function that takes fewer.
  return async (job: Job, token: string | undefined, lost: AbortSignal | undefined): Promise<string> => {
    const end = await endOf(job, parts, lost).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      say(`${shownName(job)}: refused: ${error.message}`);
      throw new UnrecoverableError(`refused by ${name}: ${error.message}`);
    });
    if (end.how === "again") throw new Error(end.reason);
    if (end.how === "ended") return "";
    await within(PATIENCE, job.moveToWait(token));
    throw new WaitingError();
  };
}

async function endOf(
  job: Job,
  parts: ProcessorParts,
  lost: AbortSignal = new AbortController().signal,
): Promise<JobEnd> {
  const data = checkJobData(job.data, parts.here);
  const say = limited((line) => parts.say(`${shownName(job)}: ${line}`));
  const began = performance.now();
  onAbort(lost, () => say("lost to another worker after a silence; its process is ended"));
  try {
    const signals = { stop: parts.leaving, kill: lost, tell: teller(job, parts.name) };
    const end = await doJob(data, { ...parts, say }, signals);
    if (end.how === "ended") say(`ended after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return end;
  } catch (error) {
    if (!(error instanceof StoreAway || error instanceof OwnDiskTrouble)) throw error;
    parts.rest(error.message);
    return { how: "handed back" };
  }
}

/** Of a job that may be anybody's. */
function shownName({ name, id = "" }: Job): string {
  return (name || id).replace(/[^\x20-\x7e]/g, "?").slice(0, 120);
}

/** Tells where a job stands, at most every two seconds; what cannot be told must not cost the job. */
function teller(job: Job, slot: string): (progress: Omit<JobProgress, "slot">) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (progress) => {
    if (performance.now() - told < TELL_EVERY) return;
    told = performance.now();
    job.updateProgress({ slot, ...progress }).catch(() => {});
  };
}
