import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";

/** A chunk, as Node wraps CommonJS. What it imports when it is needed it asks for by a function, since compiled scripts cannot import. */
type Wrapped = (
  exports: object,
  require: (id: string) => unknown,
  module: { exports: object },
  file: string,
  folder: string,
  importHere: (id: string) => Promise<unknown>,
) => void;

const PARAMETERS = "exports,require,module,__filename,__dirname,importHere";

interface Compiled {
  readonly script: Script;
  /** Where its code is kept. */
  readonly place: string;
}

/** Letters of the sum of its content that each chunk begins with, in a comment: V8 itself only asks whether the length is the same. */
const SUM = /^\/\*([0-9a-f]{16})\*\//;

/**
 * Runs a chunk of the bundled command, and those that it requires, and gives what it exports. Compiling them takes longer than
 * everything else that a short call does, so V8's code is kept, of the functions that were called: what is not there yet is written
 * when the process ends. Nobody has to notice where that fails.
 *
 * @param kept the folder for the code of calls of this kind; absent: none
 * @param isKind whether these chunks are those of a call of this kind, so that mistyped commands leave nothing
 */
export function loadChunk(
  path: string,
  kept?: string,
  isKind: (chunks: readonly string[]) => boolean = () => true,
): unknown {
  const loaded = new Map<string, { exports: object }>();
  const fresh: Compiled[] = [];
  if (kept !== undefined)
    process.once("exit", () => {
      if (isKind([...loaded.keys()].map((file) => basename(file)))) keep(fresh, kept);
    });
  return load(path);

  function load(file: string): unknown {
    const known = loaded.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(file, module);
    const node = createRequire(file);
    const require = (id: string) => (id.startsWith("./") ? load(join(dirname(file), id)) : node(id));
    const { script, isFresh, place } = compiled(file, kept);
    if (isFresh) fresh.push({ script, place });
    try {
      const run = script.runInThisContext() as Wrapped;
      run(module.exports, require, module, file, dirname(file), (id) => import(id));
    } catch (error) {
      // What failed half way must not be taken for the whole by whoever asks next.
      loaded.delete(file);
      throw error;
    }
    return module.exports;
  }
}

function compiled(file: string, kept: string | undefined): Compiled & { readonly isFresh: boolean } {
  const text = readFileSync(file, "utf8");
  const sum = SUM.exec(text)?.[1];
  const place = kept === undefined || sum === undefined ? "" : join(kept, `${basename(file)}-${sum}`);
  const cachedData = place === "" ? undefined : bytesAt(place);
  const script = new Script(`(function(${PARAMETERS}){${text}\n})`, {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  return { script, place, isFresh: place !== "" && (!cachedData || script.cachedDataRejected === true) };
}

function bytesAt(place: string): Buffer | undefined {
  try {
    return readFileSync(place);
  } catch {
    return undefined;
  }
}

/** Written under another name and then renamed, so that no other process sees half of it. */
function keep(fresh: readonly Compiled[], folder: string): void {
  for (const { script, place } of fresh) {
    const temporary = `${place}.${process.pid}`;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(temporary, script.createCachedData(), { mode: 0o600 });
      renameSync(temporary, place);
    } catch {
      forget(temporary);
    }
  }
  if (fresh.length > 0) clearOld(folder);
}

function forget(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Its folder is none.
  }
}

/** Time after which code is compiled again, in ms: chunks of versions that are gone. */
const MONTH = 30 * 24 * 60 * 60 * 1000;

function clearOld(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (Date.now() - statSync(path).mtimeMs > MONTH) rmSync(path, { force: true });
    }
  } catch {
    // Another process was first.
  }
}
