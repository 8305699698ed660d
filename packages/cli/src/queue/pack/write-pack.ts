import { createReadStream } from "node:fs";
import { type FileHandle, open, readFile } from "node:fs/promises";
import type { PackedFile } from "./packed-file.ts";

/** Files up to so many bytes are read whole, and as many of them at a time as have this many together: a disk is asked once for all of them. */
const SMALL = 2 ** 18;
const MOST_AT_A_TIME = 32;

/**
 * Writes files one behind the other, behind a line of JSON that names them and their sizes. What has become shorter or longer since it was listed is an error.
 * @returns bytes written
 */
export async function writePack(path: string, files: readonly PackedFile[]): Promise<number> {
  const head = Buffer.from(`${JSON.stringify(files.map(({ name, size }) => ({ name, size })))}\n`);
  const pack = await open(path, "w");
  try {
    await pack.writeFile(head);
    for (const some of batches(files)) await append(pack, some);
    return files.reduce((sum, { size }) => sum + size, head.length);
  } finally {
    await pack.close();
  }
}

/** Small files together, and each large one by itself. */
function* batches(files: readonly PackedFile[]): Generator<readonly PackedFile[]> {
  let some: PackedFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (some.length === MOST_AT_A_TIME || (some.length > 0 && bytes + file.size > SMALL)) {
      yield some;
      [some, bytes] = [[], 0];
    }
    some.push(file);
    bytes += file.size;
  }
  if (some.length > 0) yield some;
}

async function append(pack: FileHandle, files: readonly PackedFile[]): Promise<void> {
  const [{ source, size }] = files;
  if (files.length === 1 && size > SMALL && typeof source === "string")
    return appendLarge(pack, source, size);
  const contents = await Promise.all(
    files.map(async (file) => {
      if (typeof file.source !== "string") return file.source;
      const content = await readFile(file.source);
      checkSize(file.source, content.length, file.size);
      return content;
    }),
  );
  await pack.writeFile(Buffer.concat(contents));
}

async function appendLarge(pack: FileHandle, source: string, size: number): Promise<void> {
  let copied = 0;
  for await (const chunk of createReadStream(source)) {
    copied += chunk.length;
    await pack.writeFile(chunk);
  }
  checkSize(source, copied, size);
}

function checkSize(source: string, copied: number, size: number): void {
  if (copied !== size) throw new Error(`${source}: it was changed while it was read; try again`);
}
