import { createHash } from "node:crypto";
import { appendFile, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { formatOf, stemOf } from "@segloss/io";
import { dataError, firstFew } from "../data/data-error.ts";
import { writeWhole } from "../output/write-whole.ts";

const NAME = "predictions.sha256";

/** What was predicted into a folder, each mask with its hash, so that one that somebody corrected is never overwritten. */
export interface WrittenMasks {
  /** Says that a mask is about to be written: whatever happens then, it is known as a prediction. */
  add(name: string, bytes: Uint8Array): Promise<void>;
  /** Leaves one line a mask. */
  close(): Promise<void>;
}

/**
 * Reads `predictions.sha256` (lines of `sha256sum`) of a folder, before any work.
 *
 * @param stems names without extension of the images that are to be predicted
 * @throws DataError where the mask of one of them is no prediction, or has been changed since
 */
export async function openWrittenMasks(folder: string, stems: ReadonlySet<string>): Promise<WrittenMasks> {
  const path = join(folder, NAME);
  const known = hashesOf(await readFile(path, "utf8").catch(() => ""));
  const there = await readdir(folder).catch((): string[] => []);
  const meant = there.filter((name) => formatOf(name) !== undefined && stems.has(stemOf(name))).sort();
  const changed: string[] = [];
  for (const name of meant)
    if (!known.get(name)?.includes(hashOf(await readFile(join(folder, name))))) changed.push(name);
  if (changed.length > 0)
    throw dataError(
      `-o ${folder}: ${changed.length} of the masks that would be overwritten there ${changed.length === 1 ? "is" : "are"} not as predicted, but corrected or somebody else's (${firstFew(changed)}); move ${changed.length === 1 ? "it" : "them"} away, or choose another folder`,
    );
  return {
    async add(name, bytes) {
      const hash = hashOf(bytes);
      known.set(name, [...(known.get(name) ?? []), hash]);
      await appendFile(path, lineOf(name, hash));
    },
    async close() {
      const lines = [...known]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, all]) => lineOf(name, all[all.length - 1]));
      if (lines.length > 0) await writeWhole(path, lines.join(""));
    },
  };
}

/** All hashes of a mask, the newest last: a run that was cut short leaves the one before, too. */
function hashesOf(text: string): Map<string, readonly string[]> {
  const hashes = new Map<string, readonly string[]>();
  for (const [, hash, name] of text.matchAll(/^([0-9a-f]{64}) [ *](.+)$/gm))
    hashes.set(name, [...(hashes.get(name) ?? []), hash]);
  return hashes;
}

function lineOf(name: string, hash: string): string {
  return `${hash}  ${name}\n`;
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
