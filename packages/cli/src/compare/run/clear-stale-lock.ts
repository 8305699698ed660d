import { link, readFile, rename, rm } from "node:fs/promises";

/**
 * Takes a lock away that was found stale. Another process may have done so and taken the folder since then: its lock is no longer
 * what was seen, and is put back.
 */
export async function clearStaleLock(path: string, seen: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  const isThere = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  if ((await readFile(aside, "utf8")) !== seen) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}
