import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { encode } from "fast-png";
import { onTestFinished } from "vitest";

/** A folder with the files given (path: content), removed after the test. */
export async function scratchFolder(files: Record<string, Uint8Array | string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "segloss-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

/** A gray PNG from rows of numbers. */
export function grayPng(rows: number[][], depth: 8 | 16 = 8): Uint8Array {
  const data = depth === 8 ? Uint8Array.from(rows.flat()) : Uint16Array.from(rows.flat());
  return encode({ data, width: rows[0].length, height: rows.length, channels: 1, depth });
}
