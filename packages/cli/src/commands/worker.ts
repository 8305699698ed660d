import { mkdir, readdir, rm } from "node:fs/promises";
import { totalmem } from "node:os";
import { join, resolve } from "node:path";
import { InvalidArgumentError, type Command as Parser } from "commander";
import { cacheFolder } from "../data/cache.ts";
import { dataError } from "../data/data-error.ts";
import { checkProvider } from "../host/check-provider.ts";
import { needRuntime } from "../host/environment.ts";
import { aCount, aPositiveNumber } from "../options/option-values.ts";
import { aProvider, PROVIDER } from "../options/provider-option.ts";
import { checkRedis } from "../queue/link/check-redis.ts";
import { loadQueueLibraries } from "../queue/link/load-queue.ts";
import { defineMeetingPlace, queuePlace } from "../queue/link/queue-options.ts";
import { shownAddress } from "../queue/link/redis-address.ts";
import { isMachineName, machineHere, usualMachineName } from "../queue/protocol/machine.ts";
import { versionsHere, versionsText } from "../queue/protocol/versions.ts";
import { tidyCache } from "../queue/slot/content-cache.ts";
import { runSlots } from "../queue/slot/slots.ts";
import { openFolderStore } from "../queue/store/folder-store.ts";
import { EXIT_CODES } from "../terminal/interruptible.ts";
import type { Io } from "../terminal/io.ts";
import type { Command } from "./command.ts";

interface WorkerOptions {
  readonly queue?: string | true;
  readonly store?: string;
  readonly slots: number;
  readonly provider: string;
  readonly name: string;
  readonly cache?: string;
  readonly jobMinutes: number;
  readonly jobMemory?: number;
}

/** `segloss worker`: works on what `compare --queue` and `score --queue` send. */
export const worker: Command = {
  name: "worker",
  examples: [
    "segloss worker --queue redis://192.168.1.10 --store /mnt/shared/segloss",
    "SEGLOSS_QUEUE=rediss://:PASSWORD@redis.example.org segloss worker --store /mnt/shared/segloss --slots 4",
  ],
  define(parser: Parser, io: Io) {
    parser.description(
      "Works on what segloss compare --queue and segloss score --queue send, until ctrl-C or SIGTERM: " +
        "then what is under way is handed to another worker, with its last checkpoint.",
    );
    defineMeetingPlace(parser)
      .option("--slots <n>", "jobs at a time, each in processes of its own, a core each", aCount(1), 1)
      .option(PROVIDER.flags, PROVIDER.says, aProvider, "cpu")
      .option("--name <name>", "how results name this machine", aMachineName, usualMachineName())
      .option("--cache <folder>", "where pixels are kept on this machine (default: ~/.cache/segloss/queue)")
      .option("--job-minutes <m>", "a job that takes longer is ended", aPositiveNumber, 1440)
      .option(
        "--job-memory <gb>",
        "a job that takes more memory is ended (default: that of the machine, by slots)",
        aPositiveNumber,
      )
      .action((options: WorkerOptions) => run(options, io));
  },
};

async function run(options: WorkerOptions, io: Io): Promise<void> {
  needRuntime("worker trains networks");
  const { slots, provider, name, jobMinutes, jobMemory } = options;
  const { queue = true, store: shared } = options;
  const place = queuePlace({ queue, ...(shared !== undefined && { store: shared }) })!;
  await checkProvider(provider);
  const { address } = place;
  const notes = await checkRedis(await loadQueueLibraries(), address);
  const store = await openFolderStore(place.store);
  const cache = await makeCache(resolve(options.cache ?? join(cacheFolder(), "queue")), name);
  for (const note of notes) io.say(`note: ${note}`);
  io.say(
    `${name}: ${slots} ${slots === 1 ? "slot" : "slots"} for ${shownAddress(address)}, store ${store.place} (${store.id})`,
  );
  io.say(versionsText(await versionsHere(provider)));
  const leaving = new AbortController();
  let signalled = 0;
  const stop = io.onInterrupt((signal) => {
    signalled = EXIT_CODES[signal];
    if (leaving.signal.aborted) process.exit(signalled);
    io.say(
      `stopping: jobs under way are handed over with a checkpoint${signal === "SIGINT" ? "; ctrl-C again quits at once" : ""}`,
    );
    leaving.abort();
  });
  const memory = jobMemory === undefined ? totalmem() / slots : jobMemory * 1e9;
  const order = {
    address,
    store: resolve(place.store),
    cache,
    provider,
    machine: machineHere(name, provider),
  };
  const orders = Array.from({ length: slots }, (_, k) => ({
    ...{ ...order, slot: k + 1, bounds: { minutes: jobMinutes, memory } },
  }));
  try {
    await runSlots(orders, leaving.signal, io.say);
  } finally {
    stop();
  }
}

function aMachineName(text: string): string {
  if (isMachineName(text)) return text;
  throw new InvalidArgumentError("Expected at most 60 letters, digits, points, dashes and underscores.");
}

/** Takes away what slots that were killed have left, and pixels that nobody has used for a week. */
async function makeCache(folder: string, name: string): Promise<string> {
  const slots = join(folder, "slots");
  await mkdir(slots, { recursive: true }).catch((cause) => {
    throw dataError(
      `--cache: the folder ${folder} cannot be made (${cause.code}); choose another place`,
      cause,
    );
  });
  for (const left of await readdir(slots))
    if (hasEnded(left, name)) await rm(join(slots, left), { recursive: true, force: true });
  await tidyCache(join(folder, "data"));
  return folder;
}

/** Of another machine that shares the folder nothing can be told. */
function hasEnded(left: string, name: string): boolean {
  const pid = left.startsWith(`${name}-`) ? Number(left.slice(name.length + 1)) : Number.NaN;
  if (!Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
