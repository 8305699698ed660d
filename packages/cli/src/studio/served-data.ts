import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fileTree } from "../data/file-tree.ts";
import { DISK } from "../data/files/disk.ts";
import { listedError } from "../data/listed-error.ts";
import { look } from "../inspect/inspect.ts";
import type { Inspection } from "../inspect/inspection.ts";
import { inspectionJson } from "../inspect/inspection-json.ts";
import { fileInside } from "./file-inside.ts";
import { type ServedSet, servedSet } from "./served-set.ts";
import type { ServedData } from "./studio-server.ts";

/** A file of DATA: its path, with / between, and its size in bytes. */
export interface ServedFile {
  readonly path: string;
  readonly bytes: number;
}

/** What a page asks for first: which files there are, and what `segloss inspect` says of them. */
export interface DataIndex {
  readonly name: string;
  readonly files: readonly ServedFile[];
  /** As `segloss inspect --json` prints it. */
  readonly inspection: Pick<Inspection, "name" | "images" | "problems" | "notes" | "advice">;
}

/** What is served, with what ends it. */
export interface OpenedData extends ServedData {
  readonly index: DataIndex;
  /** Removes the decoded images. */
  close(): Promise<void>;
}

/**
 * Looks at a folder as `inspect` does, and lists the files that a page may read: those that lie inside, whatever links say.
 *
 * @throws DataError where there is no data set at all, or no image that can be used, with the list of `inspect`; some broken files are
 *   `inspection.problems`
 */
export async function servedData(folder: string, onProgress: (text: string) => void): Promise<OpenedData> {
  const { inspection } = await look(folder, { onProgress });
  const { problems, images } = inspection;
  if (images.length === 0)
    throw listedError(`${problems.length} problems above; nothing is left to show`, problems);
  const paths = await fileTree(DISK, folder);
  const files = await Promise.all(paths.map((path) => served(folder, path)));
  const inside = files.filter((file) => file !== undefined);
  const printed = JSON.parse(inspectionJson(inspection));
  const index = { name: basename(resolve(folder)), files: inside, inspection: printed };
  return { folder, index, ...openedOnce(folder) };
}

/** The decoded images, once for all who ask. */
function openedOnce(folder: string): Required<Pick<OpenedData, "openSet" | "close">> {
  let opened: Promise<ServedSet> | undefined;
  return {
    openSet() {
      opened ??= open(folder);
      return opened;
    },
    async close() {
      (await opened?.catch(() => undefined))?.close();
    },
  };
}

async function open(folder: string): Promise<ServedSet> {
  // Training is far from what starts a server.
  const { prepareData } = await import("../compare/run/prepare-data.ts");
  return servedSet(await prepareData(folder, { skipUnreadable: true }));
}

async function served(folder: string, path: string): Promise<ServedFile | undefined> {
  const file = await fileInside(folder, path);
  if (file === undefined) return undefined;
  return { path, bytes: (await stat(join(folder, path))).size };
}
