import { parseMetrics } from "../../score/metric-choice.ts";
import type { ScoreSettings } from "../../score/score-settings.ts";
import { Refusal } from "./job-data.ts";

/** What all shards of a run share: settings, with the table of colours as entries. */
export interface ShardShared {
  readonly settings: Omit<ScoreSettings, "colours">;
  readonly colours?: {
    readonly name: string;
    readonly entries: readonly (readonly [colour: number, label: number])[];
  };
}

/** Pairs to be scored. Their files are in a pack (see `pack`), under names that are no paths of the sender. */
export interface ShardTask {
  /** SHA-256 of the pack; null where there is nothing to score. */
  readonly pack: string | null;
  /** Size of the pack. */
  readonly bytes: number;
  readonly pairs: readonly { readonly name: string; readonly predicted: string; readonly truth: string }[];
}

export function sharedOf({ colours, paint, ...settings }: ScoreSettings): ShardShared {
  const { truth: _, ...painted } = paint ?? { as: "classes" as const };
  return {
    settings: { ...settings, paint: painted },
    ...(colours && { colours: { name: colours.name, entries: [...colours.table] } }),
  };
}

export function settingsOf({ settings, colours }: ShardShared): ScoreSettings {
  const table = colours && { name: colours.name, table: new Map(colours.entries) };
  return { ...settings, ...(table && { colours: table }) };
}

const MOST_PAIRS = 100_000;
const LONGEST_NAME = 4096;

/** Settings hold no path and no code; what does not fit them is a problem of a pair. @throws Refusal */
export function checkShardShared(value: unknown): ShardShared {
  const { settings, colours } = (value ?? {}) as ShardShared;
  if (typeof settings !== "object" || settings === null || typeof settings.metrics !== "string")
    throw new Refusal("settings: expected those of segloss score");
  if (settings.paint?.truth !== undefined) throw new Refusal("settings.paint.truth: expected no path");
  try {
    parseMetrics(settings.metrics);
  } catch (cause) {
    throw new Refusal(`settings.metrics: ${(cause as Error).message}`);
  }
  if (colours !== undefined && !Array.isArray(colours.entries))
    throw new Refusal("colours: expected a list of entries");
  return { settings, ...(colours && { colours }) };
}

/** @throws Refusal */
export function checkShardTask(value: unknown): ShardTask {
  const { pack, bytes, pairs } = (value ?? {}) as ShardTask;
  if (pack !== null && !/^[0-9a-f]{64}$/.test(pack)) throw new Refusal("pack: expected a SHA-256");
  if (!(bytes >= 0)) throw new Refusal("bytes: expected the size of the pack");
  if (!Array.isArray(pairs) || pairs.length > MOST_PAIRS)
    throw new Refusal(`pairs: expected at most ${MOST_PAIRS}`);
  for (const [k, pair] of pairs.entries()) {
    const texts = [pair?.name, pair?.predicted, pair?.truth];
    if (!texts.every((text) => typeof text === "string" && text.length <= LONGEST_NAME))
      throw new Refusal(`pairs[${k}]: expected a name and two files`);
    for (const file of [pair.predicted, pair.truth])
      if (!isPackedName(file))
        throw new Refusal(
          `pairs[${k}]: expected the name of a file in the pack, got ${JSON.stringify(file).slice(0, 60)}`,
        );
  }
  return { pack, bytes, pairs };
}

/** `p000012/slice.png`: below a folder of its own, and never beyond. */
export function isPackedName(name: string): boolean {
  const [folder, ...parts] = name.split("/");
  return /^[pt]\d{6}$/.test(folder) && parts.length > 0 && parts.every(isPart);
}

function isPart(part: string): boolean {
  return part !== "" && part !== "." && part !== ".." && !/[\\\0]/.test(part) && part.length <= 255;
}
