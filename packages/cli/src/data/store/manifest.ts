import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dataError } from "../data-error.ts";
import type { DataProblem } from "../data-problem.ts";
import { cannotWrite } from "./cannot-write.ts";
import type { StoredSet } from "./stored-set.ts";

/** A file of pixels says nothing by itself: this stands beside it, written last. */
export interface Manifest {
  readonly version: typeof VERSION;
  /** What the pixels were made of: files with their sizes and times, options. */
  readonly origin: string;
  /** Name of the file of pixels, in the same folder. */
  readonly pixels: string;
  /** Size of that file. */
  readonly bytes: number;
  readonly set: StoredSet;
  readonly problems: readonly DataProblem[];
}

const VERSION = 2;

/** Written under another name and renamed, so that nobody ever sees half of it. */
export function writeManifest(path: string, content: Omit<Manifest, "version">): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, JSON.stringify({ version: VERSION, ...content }));
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cannotWrite(path, cause);
  }
}

/** @throws DataError where there is none that this version has written */
export function readManifest(path: string): Manifest {
  const manifest = parse(path);
  if (manifest?.version !== VERSION)
    throw dataError(`${path}: it is no manifest of this version; open the data anew`);
  return manifest;
}

function parse(path: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw dataError(`${path}: cannot be read (${(cause as Error).message}); open the data anew`, cause);
  }
}
