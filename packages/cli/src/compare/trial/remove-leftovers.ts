import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Removes what a process that was killed while it wrote a file (see `writeWhole`) has left beside it. */
export async function removeLeftovers(path: string): Promise<void> {
  const [folder, start] = [dirname(path), `.${basename(path)}.`];
  const names = await readdir(folder);
  const left = names.filter((name) => name.startsWith(start) && name.endsWith(".tmp"));
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
}
