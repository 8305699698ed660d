import { createHash } from "node:crypto";
import { dataError } from "../../data/data-error.ts";
import type { RunShards } from "../../score/score-set.ts";
import type { ScoreSettings } from "../../score/score-settings.ts";
import { toExactJson } from "../protocol/exact-json.ts";
import { runKey } from "../protocol/run-keys.ts";
import { sharedOf } from "../protocol/shard-job.ts";
import type { QueueLink } from "./queue-link.ts";
import { type QueuedShardsOptions, queuedShards } from "./queued-shards.ts";
import { newRun, putRecord, readRecord } from "./run-record.ts";

/** A scoring whose shards workers do. */
export interface SentScore {
  readonly run: string;
  runShards(options: Omit<QueuedShardsOptions, "onFailed">): RunShards;
  /** Takes away what the store has of it, where all was scored. */
  done(): Promise<void>;
}

/** What is scored, and how. */
interface ScoreFacts {
  readonly key: string;
}

/** @throws DataError where the run to go on with is of other masks or settings */
export async function sentScore(
  link: QueueLink,
  {
    attach,
    settings,
    paths,
  }: { attach: string | undefined; settings: ScoreSettings; paths: readonly string[] },
): Promise<SentScore> {
  const { store, meeting } = link;
  const key = createHash("sha256")
    .update(toExactJson([sharedOf(settings), paths]))
    .digest("hex");
  const run = attach ?? newRun();
  if (attach !== undefined) {
    const { facts } = await readRecord<ScoreFacts>(store, attach, "score", meeting);
    if (facts.key !== key)
      throw dataError(
        `--attach ${attach}: it was sent for other masks or other options; give the same ones, or leave out --attach`,
      );
  } else
    await putRecord<ScoreFacts>(store, run, {
      kind: "score",
      meeting,
      sentAt: new Date().toISOString(),
      context: "",
      facts: { key },
    });
  let failed = 0;
  return {
    run,
    runShards: (options) => queuedShards(link, run, { ...options, onFailed: () => void failed++ }),
    async done() {
      if (failed === 0) await store.remove(runKey(run));
    },
  };
}
