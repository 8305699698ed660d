import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fullDiskCode } from "../../data/full-disk.ts";
import { onAbort } from "../../processes/on-abort.ts";
import { fromExactJson, toExactJson } from "../protocol/exact-json.ts";
import { Refusal } from "../protocol/job-data.ts";
import { runContents } from "../protocol/run-keys.ts";
import { checkShardShared, checkShardTask, type ShardTask } from "../protocol/shard-job.ts";
import { copyContent, readContent } from "../store/contents.ts";
import { OwnDiskTrouble } from "../store/own-disk-trouble.ts";
import type { JobBounds, JobOutcome, JobRoom, Runner } from "./runner.ts";
import { type ShardProcess, shardProcess } from "./shard-process.ts";
import { watchBounds } from "./watch-bounds.ts";

/** Bytes of settings, with what COCO's files say of each segment, and of the list of pairs. */
const MOST_SHARED = 2 ** 30;
const MOST_TASK = 2 ** 26;

/** Scores pairs of masks, as `segloss score` does without a queue, in a process that is kept from one shard to the next of the same settings. */
export function shardRunner(folder: string, bounds: JobBounds): Runner {
  let ready: { readonly context: string; readonly server: ShardProcess } | undefined;
  let count = 0;
  return {
    async run(room) {
      const { data, store } = room;
      const bytes = await readContent(store, data.task, MOST_TASK, runContents(data.run));
      const task = checkShardTask(fromExactJson(new TextDecoder().decode(bytes)));
      const server = await serverFor(room);
      const pack = task.pack === null ? null : join(folder, "pack");
      try {
        if (pack !== null) await copyContent(store, task.pack!, pack, runContents(data.run));
        return await score(server, task, pack, room);
      } finally {
        if (pack !== null) await rm(pack, { force: true });
        if (!server.alive) await close();
      }
    },
    close,
  };

  async function close(): Promise<void> {
    const server = ready?.server;
    ready = undefined;
    await server?.end();
    await rm(folder, { recursive: true, force: true });
  }

  async function serverFor({ data, store }: JobRoom): Promise<ShardProcess> {
    if (ready?.context === data.context && ready.server.alive) return ready.server;
    await close();
    const bytes = await readContent(store, data.context, MOST_SHARED, runContents(data.run));
    const shared = checkShardShared(fromExactJson(new TextDecoder().decode(bytes)));
    const path = join(folder, "settings.json");
    await mkdir(folder, { recursive: true })
      .then(() => writeFile(path, toExactJson(shared)))
      .catch((cause) => {
        throw new OwnDiskTrouble(path, cause);
      });
    ready = { context: data.context, server: shardProcess(path) };
    return ready.server;
  }

  async function score(
    server: ShardProcess,
    { pairs }: ShardTask,
    pack: string | null,
    { stop, kill }: JobRoom,
  ): Promise<JobOutcome> {
    let exceeded: string | undefined;
    const end = () => server.kill();
    const unwatch = watchBounds(server.pid, bounds, (what) => {
      exceeded = what;
      end();
    });
    // A shard is short: what is under way is given up, and somebody else does it.
    const unheard = [stop, kill].map((signal) => onAbort(signal, end));
    try {
      const outcome = await server.run({ index: count++, pack, folder: join(folder, "files"), pairs });
      if (!("reason" in outcome)) return { how: "done", body: outcome };
      if (stop.aborted || kill.aborted) return { how: "stopped" };
      if (exceeded !== undefined) return { how: "failed", reason: exceeded, log: "", final: true };
      if (outcome.refused) throw new Refusal(outcome.reason);
      const code = fullDiskCode(outcome.reason);
      if (code) throw new OwnDiskTrouble(folder, { code });
      return { how: "failed", reason: outcome.reason, log: server.lastWords() };
    } finally {
      unwatch();
      for (const leave of unheard) leave();
    }
  }
}
