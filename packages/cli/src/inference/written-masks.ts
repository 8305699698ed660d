import { appendFile, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { formatOf, stemOf } from "@segloss/io";
import { dataError, firstFew } from "../data/data-error.ts";
import { WRITTEN_MASKS } from "../data/named-masks.ts";
import { hashOfBytes, hashOfFile } from "../output/content-hash.ts";
import { writeWhole } from "../output/write-whole.ts";

/** What was predicted into a folder, each mask with its hash, so that one that somebody corrected is never overwritten. */
export interface WrittenMasks {
  /**
   * Writes a mask whole. It stands in the list before it stands in the folder, so that whatever happens it is known.
   *
   * @throws DataError where what is in its place is no prediction, or cannot be read or written
   */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Leaves one line a mask, unless others have added lines meanwhile. */
  close(): Promise<void>;
}

export interface WrittenMasksOptions {
  /** Names without extension of the images that are to be predicted. */
  readonly stems: ReadonlySet<string>;
  /** Whether masks are written over whatever has become of them. */
  readonly overwrite: boolean;
}

/**
 * Reads the list of a folder, before any work.
 *
 * @throws DataError where a mask of one of the images is there that is no prediction, or has been changed since
 */
export async function openWrittenMasks(
  folder: string,
  { stems, overwrite }: WrittenMasksOptions,
): Promise<WrittenMasks> {
  const path = join(folder, WRITTEN_MASKS);
  const text = await listOf(path);
  const known = hashesOf(text ?? "");
  let length = Buffer.byteLength(text ?? "");
  // A line that was cut short ends here.
  let start = text === undefined || text === "" || text.endsWith("\n") ? "" : "\n";
  if (!overwrite) await refuseChanged();
  return {
    async write(name, bytes) {
      if (!overwrite && (await isForeign(name))) throw changed([name]);
      const hash = hashOfBytes(bytes);
      const line = start + lineOf(name, hash);
      await appendFile(path, line).catch((cause: NodeJS.ErrnoException) => {
        throw dataError(`${path}: cannot be written (${cause.code}); choose another folder`, cause);
      });
      start = "";
      length += Buffer.byteLength(line);
      known.set(name, [...(known.get(name) ?? []), hash]);
      await writeWhole(join(folder, name), bytes);
      known.set(name, [hash]);
    },
    async close() {
      const now = await stat(path).catch(() => undefined);
      if (now?.size !== length || known.size === 0) return;
      const names = [...known.keys()].sort();
      const lines = names.flatMap((name) => known.get(name)!.map((hash) => lineOf(name, hash)));
      await writeWhole(path, lines.join(""));
    },
  };

  async function refuseChanged(): Promise<void> {
    const there = await readdir(folder).catch((): string[] => []);
    const foreign: string[] = [];
    for (const name of there.sort())
      if (formatOf(name) !== undefined && stems.has(stemOf(name)) && (await isForeign(name)))
        foreign.push(name);
    if (foreign.length > 0) throw changed(foreign);
  }

  function changed(names: readonly string[]): Error {
    const [masks, are, them] = names.length === 1 ? ["mask", "is", "it"] : ["masks", "are", "them"];
    const how =
      known.size === 0
        ? `not known as predictions, since there is no ${WRITTEN_MASKS}`
        : "corrected, or somebody else's";
    return dataError(
      `-o ${folder}: ${names.length} ${masks} of these images ${are} there and ${are} ${how} (${firstFew(names)}); ` +
        `move ${them} away, choose another folder, or --overwrite`,
    );
  }

  /** Whether there is a file of that name which is not as it was predicted. */
  async function isForeign(name: string): Promise<boolean> {
    const file = join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return false;
    const hashes = known.get(name);
    return hashes === undefined || !hashes.includes(await hashOfFile(file).catch(refuseUnreadable));

    function refuseUnreadable(cause: NodeJS.ErrnoException): never {
      const why = cause.code ?? cause.message;
      throw dataError(`${file}: cannot be read (${why}), so nobody knows whether it was corrected`, cause);
    }
  }
}

/** @throws DataError where it is there and cannot be read */
async function listOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return undefined;
    throw dataError(`${path}: cannot be read (${cause.code}); it says which masks are predictions`, cause);
  });
}

/** All hashes of a mask, the newest last: a run that was cut short leaves the one before, too. */
function hashesOf(text: string): Map<string, readonly string[]> {
  const hashes = new Map<string, readonly string[]>();
  for (const [, escaped, hash, written] of text.matchAll(/^(\\?)([0-9a-f]{64}) [ *]([^\n]+)$/gm)) {
    const name = escaped
      ? written.replace(/\\(.)/g, (_, letter: string) => UNESCAPED[letter] ?? letter)
      : written;
    hashes.set(name, [...(hashes.get(name) ?? []), hash]);
  }
  return hashes;
}

/** As `sha256sum` does it: a line with a backslash before it holds a name with some in it. */
const ESCAPED: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r" };
const UNESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r" };

function lineOf(name: string, hash: string): string {
  const escaped = name.replace(/[\\\n\r]/g, (letter) => ESCAPED[letter]);
  return `${escaped === name ? "" : "\\"}${hash}  ${escaped}\n`;
}
