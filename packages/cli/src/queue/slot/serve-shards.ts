import { mkdirSync, readFileSync, rmSync } from "node:fs";
import type { ScoreSettings } from "../../score/score-settings.ts";
import { type ShardScores, scoreShard } from "../../score/score-shard.ts";
import { unpack } from "../pack/unpack.ts";
import { fromExactJson } from "../protocol/exact-json.ts";
import { Refusal } from "../protocol/job-data.ts";
import { type ShardShared, settingsOf } from "../protocol/shard-job.ts";
import { packedPairs } from "./packed-pairs.ts";
import type { ShardNews, ShardOrder } from "./shard-process.ts";

// The entry of a process that scores shards: it is given settings and unpacks, scores and tells one shard after another.

const [path] = process.argv.slice(2);
const settings = settingsOf(fromExactJson(readFileSync(path, "utf8")) as ShardShared);

process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("disconnect", () => process.exit(1));
process.on("message", (order: ShardOrder) => void serve(order));

async function serve(order: ShardOrder): Promise<void> {
  const { index } = order;
  try {
    tell({ index, scores: await scoresOf(order, settings) });
  } catch (error) {
    tell({ index, reason: (error as Error).message, refused: error instanceof Refusal });
  }
}

/** Names of files in what is said are those of the pack. */
async function scoresOf({ pack, folder, pairs }: ShardOrder, stated: ScoreSettings): Promise<ShardScores> {
  if (pack === null) return scoreShard([], stated, packedPairs());
  mkdirSync(folder, { recursive: true });
  try {
    unpack(pack, folder);
    const placed = pairs.map(({ name, predicted, truth }) => ({
      ...{ name, predicted: `${folder}/${predicted}`, truth: `${folder}/${truth}` },
    }));
    const scores = await scoreShard(placed, stated, packedPairs());
    const inPack = (text: string) => text.replaceAll(`${folder}/`, "");
    const part = <T extends ShardScores["plain"]>(one: T): T => ({
      ...one,
      notes: one.notes.map((note) => ({ ...note, file: inPack(note.file), text: inPack(note.text) })),
    });
    return {
      ...scores,
      plain: part(scores.plain),
      open: scores.open.map(part),
      problems: scores.problems.map(inPack),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tell(news: ShardNews): void {
  if (process.connected) process.send?.(news, undefined, undefined, () => {});
}
