import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { TrialResult, TrialTask } from "../../compare/protocol/trial.ts";
import { writeContext } from "../../compare/run/context-file.ts";
import { type TrainingProcess, trainingProcess } from "../../compare/trial/pool/training-process.ts";
import { checkpointPath, resultPath } from "../../compare/trial/trial-paths.ts";
import { fullDiskCode } from "../../data/full-disk.ts";
import { writeManifest } from "../../data/store/manifest.ts";
import { onAbort } from "../../processes/on-abort.ts";
import { fromExactJson } from "../protocol/exact-json.ts";
import { paceOf } from "../protocol/pace.ts";
import { runContents } from "../protocol/run-keys.ts";
import { checkShared, checkTask, type TrialDone, type TrialShared } from "../protocol/trial-job.ts";
import { putContent, readContent } from "../store/contents.ts";
import { OwnDiskTrouble } from "../store/own-disk-trouble.ts";
import { type Checkpoints, openCheckpoints, withMachine } from "./checkpoints.ts";
import type { ContentCache } from "./content-cache.ts";
import type { JobBounds, JobOutcome, JobRoom, Runner } from "./runner.ts";
import { untilStored } from "./until-stored.ts";
import { watchBounds } from "./watch-bounds.ts";

/** Bytes of what all trainings of a comparison share, and of a task: facts about a million images. */
const MOST_SHARED = 2 ** 30;
const MOST_TASK = 2 ** 26;
/** Milliseconds in which a training that is told to stop has to write its last checkpoint. */
const PATIENCE = 30_000;

/** What is kept from one training to the next of the same comparison. */
interface Ready {
  readonly context: string;
  readonly shared: TrialShared;
  readonly folder: string;
  readonly server: TrainingProcess;
}

/** Trains, in the very processes in which `segloss compare` trains without a queue. */
export function trialRunner(folder: string, cache: ContentCache, bounds: JobBounds): Runner {
  let ready: Ready | undefined;
  let count = 0;
  return {
    async run(room) {
      const own = await readyFor(room);
      const { store, data, machine } = room;
      const bytes = await readContent(store, data.task, MOST_TASK, runContents(data.run));
      const task = checkTask(fromExactJson(text(bytes)), own.shared);
      const checkpoints = await openCheckpoints(store, data, machine);
      try {
        return await train(own, task, checkpoints, room);
      } finally {
        if (room.stop.aborted || room.kill.aborted || !own.server.alive) await close();
        await clear(own.folder, task);
      }
    },
    close,
  };

  async function close(): Promise<void> {
    const own = ready;
    ready = undefined;
    await own?.server.end(PATIENCE);
    if (own) await rm(own.folder, { recursive: true, force: true });
  }

  /** A process that has the plan and the pixels of the job open. */
  async function readyFor({ data, store }: JobRoom): Promise<Ready> {
    if (ready?.context === data.context && ready.server.alive) return ready;
    await close();
    const shared = checkShared(
      fromExactJson(text(await readContent(store, data.context, MOST_SHARED, runContents(data.run)))),
    );
    const pixels = await cache.file(store, shared.pixels);
    const own = join(folder, data.context.slice(0, 16));
    const manifest = join(own, ".work", "data.json");
    const { plan, set, bytes, scored, thin } = shared;
    const address = await onOwnDisk(own, async () => {
      await mkdir(dirname(manifest), { recursive: true });
      writeManifest(manifest, {
        origin: "",
        pixels: relative(dirname(manifest), pixels),
        bytes,
        set,
        problems: [],
      });
      return writeContext(plan, { folder: own, manifest, scored, thin });
    });
    const server = trainingProcess(address.opener);
    server.open(address.path);
    ready = { context: data.context, shared, folder: own, server };
    return ready;
  }

  async function train(
    own: Ready,
    task: TrialTask,
    checkpoints: Checkpoints,
    room: JobRoom,
  ): Promise<JobOutcome> {
    const file = checkpointPath(own.folder, task);
    await onOwnDisk(file, () => mkdir(dirname(file), { recursive: true }));
    if (await checkpoints.fetch(file))
      room.say(`goes on from checkpoint ${checkpoints.number()} of ${checkpoints.machines().at(-1)?.name}`);
    let exceeded: string | undefined;
    const { server } = own;
    const stop = () => server.cancel(PATIENCE);
    const kill = () => server.cancel(0);
    const unwatch = watchBounds(server.pid, bounds, (what) => {
      exceeded = what;
      kill();
    });
    const uploads = repeatedly(() => checkpoints.put(file), paceOf().checkpoint, room.say);
    const unheard = [onAbort(room.stop, stop), onAbort(room.kill, kill)];
    try {
      const result = await server.run(count++, task, {
        onStep: (step, loss) => room.tell({ step, loss: Number.isFinite(loss) ? loss : null }),
        onPoint() {},
      });
      await uploads.end();
      if (exceeded !== undefined) return { how: "failed", reason: exceeded, log: "", final: true };
      if (room.kill.aborted) return { how: "stopped" };
      if (!result || (room.stop.aborted && !server.alive)) {
        await checkpoints.put(file);
        return { how: "stopped" };
      }
      return await outcomeOf(own, result, checkpoints, room);
    } finally {
      await uploads.end();
      unwatch();
      for (const leave of unheard) leave();
    }
  }

  async function outcomeOf(
    { folder: own, server }: Ready,
    result: TrialResult,
    checkpoints: Checkpoints,
    { data, store, machine, say, stop, kill }: JobRoom,
  ): Promise<JobOutcome> {
    if (result.state === "failed") {
      const reason = result.reason ?? "it failed";
      // The machine lacks room, which is no matter of the training.
      const code = fullDiskCode(reason);
      if (code) throw new OwnDiskTrouble(own, { code });
      return { how: "failed", reason, log: server.lastWords() };
    }
    const { model } = result;
    const hash =
      model === null
        ? null
        : await untilStored(() => putContent(store, { file: join(own, model) }, runContents(data.run)), {
            say,
            stop,
            kill,
          });
    const done: TrialDone = { result, model: hash, machines: withMachine(checkpoints.machines(), machine) };
    return { how: "done", body: done };
  }
}

/** Does something again and again, never twice at once; what fails is said, and tried again. */
function repeatedly(
  run: () => Promise<void>,
  every: number,
  say: (line: string) => void,
): { end(): Promise<void> } {
  let current: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    current = run()
      .catch((error: Error) => say(`its checkpoint waits: ${error.message}`))
      .finally(() => {
        busy = false;
      });
  }, every);
  return {
    end() {
      clearInterval(timer);
      return current;
    },
  };
}

/** Takes away what a training has left: all of it that counts is in the store. */
async function clear(folder: string, task: TrialTask): Promise<void> {
  const path = resultPath(folder, task);
  const { model = null } = await readFile(path, "utf8").then(
    (written) => JSON.parse(written) as TrialResult,
    () => ({ model: null }),
  );
  const left = [path, checkpointPath(folder, task), ...(model === null ? [] : [join(folder, model)])];
  await Promise.all(left.map((one) => rm(one, { force: true })));
}

async function onOwnDisk<T>(path: string, run: () => Promise<T>): Promise<T> {
  return run().catch((cause) => {
    throw new OwnDiskTrouble(path, cause);
  });
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
