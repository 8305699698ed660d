import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { PackedFile } from "./packed-file.ts";

/**
 * Writes files one behind the other, behind a line of JSON that names them and their sizes. What has become shorter or longer since it was listed is an error.
 * @returns bytes written
 */
export async function writePack(path: string, files: readonly PackedFile[]): Promise<number> {
  const head = Buffer.from(`${JSON.stringify(files.map(({ name, size }) => ({ name, size })))}\n`);
  const pack = await open(path, "w");
  try {
    await pack.writeFile(head);
    let bytes = head.length;
    for (const { source, size } of files) {
      let copied = 0;
      for await (const chunk of createReadStream(source)) {
        copied += chunk.length;
        await pack.writeFile(chunk);
      }
      if (copied !== size) throw new Error(`${source}: it was changed while it was read; try again`);
      bytes += copied;
    }
    return bytes;
  } finally {
    await pack.close();
  }
}
