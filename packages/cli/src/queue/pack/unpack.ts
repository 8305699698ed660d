import { mkdir, open, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Refusal } from "../protocol/job-data.ts";
import { isPackedName } from "../protocol/shard-job.ts";
import type { PackedFile } from "./packed-file.ts";

type Listed = Omit<PackedFile, "source">;

/** Bytes of the line that names the files. */
const MOST_HEAD = 2 ** 26;

/** Unpacks what `writePack` wrote, below a folder and nowhere else. @throws Refusal for anything else */
export async function unpack(path: string, folder: string): Promise<void> {
  const pack = await open(path, "r");
  try {
    const { size } = await pack.stat();
    const head = await readHead(pack);
    const files = listed(head);
    const all = files.reduce((sum, file) => sum + file.size, head.length + 1);
    if (all !== size) throw new Refusal(`the pack: expected ${all} bytes, got ${size}`);
    let at = head.length + 1;
    for (const file of files) {
      const bytes = Buffer.alloc(file.size);
      await pack.read(bytes, 0, file.size, at);
      at += file.size;
      const place = join(folder, ...file.name.split("/"));
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, bytes);
    }
  } finally {
    await pack.close();
  }
}

async function readHead(pack: Awaited<ReturnType<typeof open>>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < MOST_HEAD) {
    const { buffer, bytesRead } = await pack.read(Buffer.alloc(65_536), 0, 65_536, head.length);
    const end = buffer.subarray(0, bytesRead).indexOf(10);
    head = Buffer.concat([head, buffer.subarray(0, end >= 0 ? end : bytesRead)]);
    if (end >= 0) return head;
    if (bytesRead === 0) break;
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
