import type { TrialMachine } from "../../compare/protocol/trial.ts";
import type { JobData, JobKind } from "../protocol/job-data.ts";
import type { Pace } from "../protocol/pace.ts";
import { runKey } from "../protocol/run-keys.ts";
import { WrongContent } from "../store/contents.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { cancelWatch } from "./cancel-watch.ts";
import { type FailedJob, putEnd } from "./job-results.ts";
import { jobStanding } from "./job-standing.ts";
import type { JobOutcome, JobProgress, JobRoom, Runner } from "./runner.ts";
import { MOST_STARTS, noteStart } from "./starts.ts";
import { untilStored } from "./until-stored.ts";

/** What a slot has for its jobs. */
export interface SlotParts {
  readonly store: ObjectStore;
  readonly machine: TrialMachine;
  readonly runners: Readonly<Record<JobKind, Runner>>;
  readonly pace: Pick<Pace, "poll">;
  say(line: string): void;
}

/** How a slot leaves a job: with its end in the store, to be tried again for this reason, or handed back as it was. */
export type JobEnd =
  | { readonly how: "ended" }
  | { readonly how: "again"; readonly reason: string }
  | { readonly how: "handed back" };

export interface JobSignals extends Pick<JobRoom, "stop" | "kill"> {
  tell(progress: Omit<JobProgress, "slot">): void;
}

/**
 * Does one job, unless its run was cancelled, before or meanwhile: then its process is ended, what it has left in the store goes, and the job has ended.
 *
 * @throws Refusal, StoreAway, OwnDiskTrouble, all of which leave the job as it was
 */
export async function doJob(data: JobData, parts: SlotParts, signals: JobSignals): Promise<JobEnd> {
  const { store, pace, say } = parts;
  const cancelled = cancelWatch(store, data.run, pace.poll);
  const kill = AbortSignal.any([signals.kill, cancelled.signal]);
  try {
    if (!(await cancelled.look())) {
      const end = await attempt(data, parts, { ...signals, kill });
      if (!(await cancelled.look().catch(() => false))) return end;
    }
  } catch (error) {
    if (!cancelled.signal.aborted) throw error;
  } finally {
    cancelled.stop();
  }
  say("its run was cancelled");
  await store.remove(runKey(data.run));
  return { how: "ended" };
}

/**
 * Does a job and puts its end into the store: *result first, then return*. Whatever queue and network do to the word that it is done, the next one who gets the job finds its
 * result and says so at once.
 */
async function attempt(data: JobData, parts: SlotParts, signals: JobSignals): Promise<JobEnd> {
  const { store, machine, runners, say } = parts;
  const { hasEnded, checkpoint, starts } = await jobStanding(store, data);
  if (hasEnded) {
    say("its result is there");
    return { how: "ended" };
  }
  if (starts >= MOST_STARTS) {
    const reason = `it was begun ${starts} times, and each time its worker came to an end before it did`;
    return giveUp({ reason, log: "" });
  }
  say("begins");
  const forget = await noteStart(store, data, checkpoint, machine);
  const outcome: JobOutcome = await runners[data.kind]
    .run({ data, store, machine, say, ...signals })
    .catch(async (error: unknown): Promise<JobOutcome> => {
      // Of bytes that are not what their hash says nobody else would make more.
      if (error instanceof WrongContent) return { how: "failed", reason: error.message, log: "" };
      await forget().catch(() => {});
      throw error;
    });
  if (outcome.how === "done") {
    await untilStored(() => putEnd(store, data, "result", outcome.body), { say, ...signals });
    return { how: "ended" };
  }
  if (outcome.how === "stopped") {
    await forget();
    return { how: "handed back" };
  }
  if (outcome.final || starts + 1 >= MOST_STARTS) return giveUp(outcome, starts + 1);
  say(`failed, attempt ${starts + 1} of ${MOST_STARTS}: ${outcome.reason}`);
  return { how: "again", reason: outcome.reason };

  async function giveUp(
    { reason, log }: Pick<Extract<JobOutcome, { how: "failed" }>, "reason" | "log">,
    tried = starts,
  ) {
    const attempts =
      tried > 1 ? ` (${tried} attempts, the last one on ${machine.name})` : ` (on ${machine.name})`;
    const failed: FailedJob = { reason: `${reason}${attempts}`, log, machine: machine.name };
    await untilStored(() => putEnd(store, data, "failed", failed), { say, ...signals });
    say(`given up: ${reason}`);
    return { how: "ended" } as const;
  }
}
