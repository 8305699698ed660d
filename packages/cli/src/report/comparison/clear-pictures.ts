import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";

const OURS = /^(\d+-(image|truth|\d+-(classes|errors))\.png|index\.json)$/;

/** Takes away the pictures of an earlier comparison, and their folder where nothing else is in it. */
export async function clearPictures(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  const own = names.filter((name) => OURS.test(name));
  await Promise.all(own.map((name) => rm(join(folder, name), { force: true })));
  await rmdir(folder).catch(() => {});
}
