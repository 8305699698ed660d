import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { codeFolder } from "./code-folder.ts";
import { loadChunk } from "./load-chunk.ts";
import { tightHeap } from "./tight-heap.ts";

/** Calls without a command: help, version. */
const NO_COMMAND = "start";

/**
 * Runs a chunk that lies beside this file, as processes and threads of the bundled command begin, and gives what it exports.
 *
 * @param command whose code it is, with that of others beside it
 */
export function startChunk(name: string, command: string = process.argv[2] ?? NO_COMMAND): unknown {
  const path = fileURLToPath(new URL(name, import.meta.url));
  const folder = codeFolder();
  const kind = /^[a-z]+$/.test(command) ? command : NO_COMMAND;
  // Kept code is that of a process with the same flags: what a command sets has to be set before its code is read.
  if (kind === "score") tightHeap();
  // The chunk of a command has its name.
  const isKind = (chunks: readonly string[]) => kind === NO_COMMAND || chunks.includes(`${kind}.chunk.js`);
  return loadChunk(path, folder && join(folder, kind), isKind);
}
