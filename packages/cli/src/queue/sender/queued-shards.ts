import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FilePair } from "../../score/file-pair.ts";
import type { RunShards } from "../../score/score-set.ts";
import type { ShardScores } from "../../score/score-shard.ts";
import type { PackedFile } from "../pack/packed-file.ts";
import { writePack } from "../pack/write-pack.ts";
import { toExactJson } from "../protocol/exact-json.ts";
import { paceOf } from "../protocol/pace.ts";
import { runContents } from "../protocol/run-keys.ts";
import { type ShardTask, sharedOf } from "../protocol/shard-job.ts";
import { contentKey, putContent } from "../store/contents.ts";
import { filesToPack, type PairToPack, packFolders } from "./files-to-pack.ts";
import { forgiveFailed } from "./forgive-failed.ts";
import { type PairOutlines, pairOutlines } from "./pair-outlines.ts";
import type { QueueLink } from "./queue-link.ts";
import { type JobToSend, sendJobs } from "./send-jobs.ts";
import { slotsAtWork } from "./slots-at-work.ts";

/** Pairs and bytes of a shard: seconds of work, and a copy that no store minds. */
const MOST_PAIRS = 256;
const MOST_BYTES = 2 ** 26;
/** Shards that are open at a time, for each slot and at least. */
const WINDOW_A_SLOT = 4;
const LEAST_WINDOW = 16;

export interface QueuedShardsOptions {
  readonly signal: AbortSignal;
  say(line: string): void;
  /** Called for each pair that has been scored. */
  onDone(): void;
  /** Called for each shard that was given up. */
  onFailed(): void;
}

interface OpenShard {
  readonly begin: number;
  /** Without their files once those are packed. */
  pairs: readonly (Omit<PairToPack, "files"> & { readonly files?: readonly PackedFile[] })[];
  pack?: string;
}

/** Has pairs scored by workers, some hundred at a time, whose files are put into the store for as long as that takes. */
export function queuedShards(link: QueueLink, run: string, options: QueuedShardsOptions): RunShards {
  const { store } = link;
  return async (pairs, settings, onShard) => {
    const { signal, say, onDone, onFailed } = options;
    const context = await putContent(store, encoded(sharedOf(settings)), runContents(run));
    const open = new Map<number, OpenShard>();
    const outlinesOf = pairOutlines(settings);
    const work = await mkdtemp(join(tmpdir(), "segloss-packs-"));
    const window = Math.max(LEAST_WINDOW, WINDOW_A_SLOT * (await slotsAtWork(link)));
    try {
      await sendJobs(link, jobs(), {
        ...{ run, context, signal, say, window, kind: "shard", pace: paceOf() },
        async onEnd(index, ending) {
          const { begin, pairs: own, pack } = open.get(index)!;
          open.delete(index);
          if ("done" in ending) onShard(named(ending.done as ShardScores, own), begin);
          else onShard(lost(ending.failed.reason, begin, own), begin);
          if ("failed" in ending) onFailed();
          for (const _ of own) onDone();
          if (pack !== undefined) await store.remove(contentKey(pack, runContents(run)));
        },
      });
    } finally {
      await rm(work, { recursive: true, force: true });
    }

    async function* jobs(): AsyncGenerator<JobToSend> {
      let index = 0;
      for await (const shard of cut(pairs, outlinesOf)) {
        const own = index++;
        open.set(own, shard);
        const job = createHash("sha256")
          .update(JSON.stringify([context, shard.begin, shard.pairs.map(({ stamp }) => stamp)]))
          .digest("hex")
          .slice(0, 32);
        await forgiveFailed(link, run, [{ job }]);
        const last = shard.begin + shard.pairs.length;
        yield {
          job,
          name: `pairs ${shard.begin + 1} to ${last}`,
          task: () => packed(shard, join(work, "pack")),
        };
      }
    }

    async function packed(shard: OpenShard, path: string): Promise<Uint8Array> {
      const bytes = await writePack(
        path,
        shard.pairs.flatMap(({ files = [] }) => files),
      );
      shard.pairs = shard.pairs.map(({ files: _, ...pair }) => pair);
      shard.pack = await putContent(store, { file: path }, runContents(run));
      const task: ShardTask = { pack: shard.pack, bytes, pairs: shard.pairs.map(({ pair }) => pair) };
      return encoded(task);
    }

    /** A shard that no worker could score: its pairs are named. */
    function lost(reason: string, begin: number, own: readonly unknown[]): ShardScores {
      const state = { pixels: [], rows: [], means: [], sums: [], ignored: [], strangers: [] };
      const nothing = { ...state, things: [], units: [], surplus: [], names: [] };
      const problems = own.map((_, k) => `${pairs[begin + k].predicted}: it was not scored: ${reason}`);
      return { plain: { state: nothing, notes: [] }, open: [], seen: [], problems };
    }
  };
}

type Named = readonly Pick<PairToPack, "names">[];

/** Scores with the names that files have here. */
function named(scores: ShardScores, pairs: Named): ShardScores {
  const here = (text: string) => (/[pt]\d{6}\//.test(text) ? inPlace(text, pairs) : text);
  const part = <T extends ShardScores["plain"]>(one: T): T => ({
    ...one,
    notes: one.notes.map((note) => ({ ...note, file: here(note.file), text: here(note.text) })),
  });
  const { plain, open: parts, problems } = scores;
  return { ...scores, plain: part(plain), open: parts.map(part), problems: problems.map(here) };
}

function inPlace(text: string, pairs: Named): string {
  return pairs
    .flatMap(({ names }) => names)
    .sort(([a], [b]) => b.length - a.length)
    .reduce((said, [packed, here]) => said.replaceAll(packed, here), text);
}

/** Shards of a list, in its order. */
async function* cut(pairs: readonly FilePair[], outlinesOf: PairOutlines): AsyncGenerator<OpenShard> {
  let [begin, bytes, folders] = [0, 0, packFolders()];
  let some: PairToPack[] = [];
  for (const [place, pair] of pairs.entries()) {
    let one = await filesToPack(pair, place - begin, { folders, outlinesOf });
    if (some.length > 0 && (some.length === MOST_PAIRS || bytes + one.bytes > MOST_BYTES)) {
      yield { begin, pairs: some };
      [begin, bytes, some, folders] = [place, 0, [], packFolders()];
      one = await filesToPack(pair, 0, { folders, outlinesOf });
    }
    some.push(one);
    bytes += one.bytes;
  }
  if (some.length > 0) yield { begin, pairs: some };
}

function encoded(value: unknown): Uint8Array {
  return new TextEncoder().encode(toExactJson(value));
}
