import { setTimeout } from "node:timers/promises";
import { dataError } from "../../data/data-error.ts";
import { onAbort } from "../../processes/on-abort.ts";
import { limited } from "../link/limited.ts";
import { within } from "../link/within.ts";
import type { JobData, JobKind } from "../protocol/job-data.ts";
import type { Pace } from "../protocol/pace.ts";
import { runContents, runKey } from "../protocol/run-keys.ts";
import { type FailedJob, readEnd } from "../slot/job-results.ts";
import type { JobProgress } from "../slot/runner.ts";
import { cancellationOf } from "../store/cancelled-runs.ts";
import { putContent } from "../store/contents.ts";
import { PATIENCE, type QueueLink } from "./queue-link.ts";
import { workersWatch } from "./workers-watch.ts";

/** One job of a run. */
export interface JobToSend {
  /** Name in the run: 32 hexadecimal digits that follow from its content. */
  readonly job: string;
  /** For people. */
  readonly name: string;
  task(): Promise<Uint8Array> | Uint8Array;
}

export type JobEnding = { readonly done: unknown } | { readonly failed: FailedJob };

export interface SendOptions {
  readonly run: string;
  readonly kind: JobKind;
  /** SHA-256 of what all jobs share, which is in the store. */
  readonly context: string;
  /** Jobs that are open at a time, so that memory does not grow with their number. */
  readonly window: number;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  say(line: string): void;
  onProgress?(index: number, progress: JobProgress): void;
  /** May take its time: no job ends meanwhile. */
  onEnd(index: number, ending: JobEnding): void | Promise<void>;
}

interface OpenJob {
  readonly index: number;
  readonly job: string;
  readonly name: string;
  readonly data: JobData;
  /** When it was first seen to have ended without a trace in the store. */
  missed?: number;
}

/** Jobs that are looked up at a time. */
const AT_A_TIME = 100;
/** Milliseconds in which what a worker has put must be seen here: a network file system may remember for a minute that there was nothing. */
const SEEN_WITHIN = 120_000;

/**
 * Sends jobs and waits for their ends in the store, which alone counts: what Redis says only tells when to look. Jobs that Redis has forgotten are sent again. Returns when
 * all have ended, or when the signal comes; then they go on without this process.
 */
export async function sendJobs(
  link: QueueLink,
  jobs: Iterable<JobToSend> | AsyncIterable<JobToSend>,
  options: SendOptions,
): Promise<void> {
  const { store, queue, events, meeting } = link;
  const { run, kind, context, pace, signal, onEnd } = options;
  const say = limited(options.say);
  const open = new Map<string, OpenJob>();
  const touched = new Set<string>();
  let wake = () => {};
  const source = (async function* () {
    yield* jobs;
  })();
  let index = 0;
  let isAll = false;
  const touch = ({ jobId }: { readonly jobId: string }) => {
    if (!open.has(jobId)) return;
    touched.add(jobId);
    wake();
  };
  const progressed = ({ jobId, data }: { readonly jobId: string; readonly data: unknown }) => {
    const one = open.get(jobId);
    if (one) options.onProgress?.(one.index, data as JobProgress);
  };
  const told = (error: Error) =>
    say(`Redis: ${error.message || (error as NodeJS.ErrnoException).code}; what workers do goes on`);
  events.on("completed", touch).on("failed", touch).on("progress", progressed);
  queue.on("error", told);
  const unheard = onAbort(signal, () => wake());
  const watch = workersWatch(link, options.say, pace);
  for (const note of link.notes) say(`note: ${note}`);
  watch.look();
  try {
    let swept = Date.now();
    while (!signal.aborted) {
      await fill();
      if (open.size === 0 && isAll) return;
      await sleep();
      const isDue = Date.now() - swept >= pace.poll;
      const looked = isDue ? [...open.keys()] : [...touched];
      touched.clear();
      if (isDue) swept = Date.now();
      await takeEnded(looked);
      if (isDue) {
        await heedCancel();
        await lookAfter();
        watch.look();
      }
    }
  } finally {
    queue.off("error", told);
    events.off("completed", touch).off("failed", touch).off("progress", progressed);
    unheard();
    watch.stop();
  }

  async function fill(): Promise<void> {
    while (!isAll && open.size < options.window && !signal.aborted) {
      const next = await source.next();
      if (next.done) isAll = true;
      else await send(next.value);
    }
  }

  async function send({ job, name, task }: JobToSend): Promise<void> {
    const own = index++;
    const done = await readEnd(store, { run, job }, "result");
    if (done !== undefined) return void (await onEnd(own, { done }));
    const data: JobData = {
      ...meeting,
      kind,
      run,
      job,
      context,
      task: await putContent(store, await task(), runContents(run)),
    };
    const one = { index: own, job, name, data };
    open.set(idOf(one), one);
    await add(one);
  }

  async function add(one: OpenJob): Promise<void> {
    const jobOptions = {
      ...{ jobId: idOf(one), attempts: 1000, backoff: { type: "fixed", delay: pace.again }, sizeLimit: 4000 },
      removeOnComplete: { age: 86_400, count: 10_000 },
      removeOnFail: { age: 7 * 86_400 },
    };
    // One that comes late is harmless: a job is known by its id.
    await within(PATIENCE, queue.add(one.name, one.data, jobOptions)).catch((error: Error) =>
      say(`a job waits to be sent: ${error.message}`),
    );
  }

  async function sleep(): Promise<void> {
    if (touched.size > 0 || signal.aborted) return;
    const timer = new AbortController();
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    await Promise.race([woken, setTimeout(pace.poll, undefined, { signal: timer.signal }).catch(() => {})]);
    wake = () => {};
    timer.abort();
  }

  async function takeEnded(ids: readonly string[]): Promise<void> {
    for (let k = 0; k < ids.length; k += AT_A_TIME) {
      const some = ids.slice(k, k + AT_A_TIME).flatMap((id) => open.get(id) ?? []);
      const endings = await Promise.all(some.map(endingOf)).catch((error: Error) => {
        say(`${error.message}; waiting for it`);
        return [];
      });
      for (const [place, ending] of endings.entries()) if (ending) await end(some[place], ending);
    }
  }

  async function endingOf({ job }: OpenJob): Promise<JobEnding | undefined> {
    const done = await readEnd(store, { run, job }, "result");
    if (done !== undefined) return { done };
    const failed = await readEnd<FailedJob>(store, { run, job }, "failed");
    return failed && { failed };
  }

  async function end(one: OpenJob, ending: JobEnding): Promise<void> {
    open.delete(idOf(one));
    await onEnd(one.index, ending);
  }

  /** Sends again what Redis has forgotten, and hears of what no worker takes. */
  async function lookAfter(): Promise<void> {
    const all = [...open.values()];
    for (let k = 0; k < all.length && !signal.aborted; k += AT_A_TIME) {
      const some = all.slice(k, k + AT_A_TIME);
      const states = await within(
        PATIENCE,
        Promise.all(some.map((one) => queue.getJobState(idOf(one)))),
      ).catch((error: Error) => {
        say(`Redis: ${error.message}; what workers do goes on`);
        return undefined;
      });
      if (!states) return;
      for (const [place, state] of states.entries()) await settle(some[place], state);
    }
  }

  /** @throws DataError when somebody has cancelled the run */
  async function heedCancel(): Promise<void> {
    const cancelled = await cancellationOf(store, run).catch(() => undefined);
    if (!cancelled) return;
    await store.remove(runKey(run)).catch(() => {});
    throw dataError(
      `run ${run} was cancelled on ${cancelled.by} at ${cancelled.at}; ${kind === "trial" ? "segloss compare DATA --resume in its folder trains what is left, as a run of its own" : "send it again without --attach"}`,
    );
  }

  async function settle(one: OpenJob, state: string): Promise<void> {
    if (state === "unknown") {
      await heedCancel();
      say(`Redis has forgotten jobs: they are sent again`);
      return add(one);
    }
    if (state === "failed") return settleFailed(one);
    if (state !== "completed") {
      delete one.missed;
      return;
    }
    one.missed ??= Date.now();
    if (Date.now() - one.missed < Math.min(SEEN_WITHIN, 10 * pace.lock)) return;
    say(`${one.name}: it is said to have ended, and the store has no result of it: it is sent again`);
    delete one.missed;
    await within(PATIENCE, queue.remove(idOf(one))).catch(() => {});
    await add(one);
  }

  /** Refused, or ended by somebody outside: there is nothing in the store about it. */
  async function settleFailed(one: OpenJob): Promise<void> {
    const ending = await endingOf(one).catch(() => undefined);
    if (ending) return end(one, ending);
    const job = await within(PATIENCE, queue.getJob(idOf(one))).catch(() => undefined);
    if (job) await end(one, { failed: { reason: job.failedReason ?? "it failed", log: "", machine: "" } });
  }

  function idOf({ job }: { readonly job: string }): string {
    return `${run}-${job}`;
  }
}
