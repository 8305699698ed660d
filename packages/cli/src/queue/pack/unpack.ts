import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "../protocol/job-data.ts";
import { isPackedName } from "../protocol/shard-job.ts";
import type { PackedFile } from "./packed-file.ts";

type Listed = Omit<PackedFile, "source">;

/** Bytes of the line that names the files. */
const MOST_HEAD = 2 ** 26;
/** Bytes that are copied at a time. */
const CHUNK = 2 ** 20;

/** Unpacks what `writePack` wrote, below a folder and nowhere else, in a process that has nothing else to do. @throws Refusal for anything else */
export function unpack(path: string, folder: string): void {
  const pack = openSync(path, "r");
  try {
    const { size } = fstatSync(pack);
    const head = readHead(pack);
    const files = listed(head);
    const all = files.reduce((sum, file) => sum + file.size, head.length + 1);
    if (all !== size) throw new Refusal(`the pack: expected ${all} bytes, got ${size}`);
    let at = head.length + 1;
    for (const file of files) {
      copyPart(pack, at, file.size, join(folder, ...file.name.split("/")));
      at += file.size;
    }
  } finally {
    closeSync(pack);
  }
}

/** A single file may be larger than what one may hold. */
function copyPart(pack: number, from: number, size: number, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  const file = openSync(to, "w");
  try {
    const bytes = Buffer.alloc(Math.min(size, CHUNK));
    for (let done = 0; done < size; ) {
      const count = readSync(pack, bytes, 0, Math.min(bytes.length, size - done), from + done);
      if (count === 0) throw new Refusal("the pack: it became shorter while it was read");
      writeFileSync(file, bytes.subarray(0, count));
      done += count;
    }
  } finally {
    closeSync(file);
  }
}

function readHead(pack: number): Buffer {
  const parts: Buffer[] = [];
  for (let length = 0; length < MOST_HEAD; ) {
    const part = Buffer.alloc(65_536);
    const count = readSync(pack, part, 0, part.length, length);
    const end = part.subarray(0, count).indexOf(10);
    parts.push(part.subarray(0, end >= 0 ? end : count));
    if (end >= 0) return Buffer.concat(parts);
    if (count === 0) break;
    length += count;
  }
  throw new Refusal("the pack: expected a line of JSON that names its files");
}

function listed(head: Buffer): readonly Listed[] {
  let files: unknown;
  try {
    files = JSON.parse(head.toString());
  } catch {
    throw new Refusal("the pack: expected a line of JSON that names its files");
  }
  if (!Array.isArray(files) || !files.every(isListed))
    throw new Refusal("the pack: expected names of files below it, with their sizes");
  return files;
}

function isListed(file: unknown): file is Listed {
  const { name, size } = (file ?? {}) as Listed;
  return typeof name === "string" && isPackedName(name) && Number.isInteger(size) && size >= 0;
}
