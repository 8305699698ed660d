import { readFile, rm } from "node:fs/promises";
import { decodeSnapshot, encodeSnapshot, type Json, type TrainingSnapshot } from "@segloss/train";
import { writeWhole } from "../../output/write-whole.ts";
import type { Progress } from "./progress.ts";

/** A training under way: it goes on from here to the very same numbers, since batch n is a function of n. */
export interface Checkpoint {
  readonly progress: Progress;
  readonly snapshot: TrainingSnapshot;
}

/** Writes it whole: whoever reads the file sees this one or the one before. */
export async function writeCheckpoint(
  path: string,
  key: string,
  { progress, snapshot }: Checkpoint,
): Promise<void> {
  const metadata = { key, progress } as unknown as Json;
  await writeWhole(path, encodeSnapshot(snapshot, metadata));
}

/** The checkpoint of a task; undefined where there is none, it is another task's, or the file is damaged. */
export async function readCheckpoint(path: string, key: string): Promise<Checkpoint | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const decoded = decodedOf(new Uint8Array(bytes));
  const metadata = decoded?.metadata as { key: string; progress: Progress } | undefined;
  if (!decoded || metadata?.key !== key) return undefined;
  return { progress: metadata.progress, snapshot: decoded.snapshot };
}

/** A damaged checkpoint costs the steps that it held, not the comparison: the training begins anew. */
function decodedOf(bytes: Uint8Array): ReturnType<typeof decodeSnapshot> | undefined {
  try {
    return decodeSnapshot(bytes);
  } catch {
    return undefined;
  }
}

export async function removeCheckpoint(path: string): Promise<void> {
  await rm(path, { force: true });
}
