import { access, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";

/** Where downloads are kept: SEGLOSS_CACHE, else segloss in XDG_CACHE_HOME, else ~/.cache/segloss. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.SEGLOSS_CACHE) return env.SEGLOSS_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "segloss");
}

/**
 * Returns the folder, made by `fill` when it does not exist. It is filled under another name and then renamed, so that
 * it is never seen half full; two processes may do this at once.
 */
export async function cachedFolder(
  folder: string,
  fill: (temporary: string) => Promise<void>,
): Promise<string> {
  if (await exists(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const temporary = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  try {
    await fill(temporary);
    await renameUnlessThere(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return folder;
}

async function renameUnlessThere(temporary: string, folder: string): Promise<void> {
  try {
    await rename(temporary, folder);
  } catch (error) {
    // Another process was first; its content is the same.
    if (!(await exists(folder))) throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
