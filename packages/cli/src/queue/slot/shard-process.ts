import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { endReason } from "../../compare/trial/pool/end-reason.ts";
import type { FilePair } from "../../score/file-pair.ts";
import type { ShardScores } from "../../score/score-shard.ts";

/** What a process that scores is told. */
export interface ShardOrder {
  readonly index: number;
  /** File of the pack; null where there are no pairs. */
  readonly pack: string | null;
  /** Where it may unpack it. */
  readonly folder: string;
  readonly pairs: readonly FilePair[];
}

/** What it tells. */
export type ShardNews = { readonly index: number } & ({ readonly scores: ShardScores } | ShardFault);

export interface ShardFault {
  readonly reason: string;
  /** Whether the job is not of the schema. */
  readonly refused: boolean;
}

/** A process that scores shards of the same settings, one after another. */
export interface ShardProcess {
  readonly alive: boolean;
  readonly pid: number | undefined;
  lastWords(): string;
  run(order: ShardOrder): Promise<ShardScores | ShardFault>;
  kill(): void;
  /** Resolves when it has ended. */
  end(): Promise<void>;
}

const LAST_WORDS = 2000;
const ENTRY = fileURLToPath(new URL("./serve-shards.js", import.meta.url));

/** @param settings file of what all shards share */
export function shardProcess(settings: string): ShardProcess {
  const child = fork(ENTRY, [settings], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const state = { alive: true, lastWords: "" };
  child.stderr!.on("data", (chunk: Buffer) => {
    state.lastWords = (state.lastWords + chunk.toString()).slice(-LAST_WORDS);
  });
  const ended = endOf(child).then((end): ShardFault => {
    state.alive = false;
    return { reason: endReason({ ...end, lastWords: state.lastWords }), refused: false };
  });
  return {
    get alive() {
      return state.alive;
    },
    pid: child.pid,
    lastWords: () => state.lastWords,
    async run(order) {
      let listen = (_: unknown) => {};
      const news = new Promise<ShardNews>((resolve) => {
        listen = (message) => {
          if ((message as ShardNews).index === order.index) resolve(message as ShardNews);
        };
        child.on("message", listen);
      });
      if (child.connected) child.send(order, () => {});
      const outcome = await Promise.race([news, ended]);
      child.off("message", listen);
      return "scores" in outcome ? outcome.scores : outcome;
    },
    kill: () => void child.kill("SIGKILL"),
    async end() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function endOf(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve) => {
    child.once("error", () => resolve({ code: null, signal: null }));
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
}
