import { fileURLToPath } from "node:url";
import { endReason } from "../../compare/trial/pool/end-reason.ts";
import { servedProcess } from "../../processes/served-process.ts";
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

const ENTRY = fileURLToPath(new URL("./serve-shards.js", import.meta.url));

/** @param settings file of what all shards share */
export function shardProcess(settings: string): ShardProcess {
  const server = servedProcess<ShardOrder>(ENTRY, [settings]);
  return {
    get alive() {
      return server.alive;
    },
    pid: server.pid,
    lastWords: server.lastWords,
    async run(order) {
      const answer = server.answer((message) => {
        const news = message as ShardNews;
        return news.index === order.index ? news : undefined;
      });
      server.tell(order);
      const outcome = await answer;
      if ("signal" in outcome) return { reason: endReason(outcome), refused: false };
      return "scores" in outcome ? outcome.scores : outcome;
    },
    kill: server.kill,
    async end() {
      server.kill();
      await server.ended;
    },
  };
}
