import { readdir } from "node:fs/promises";
import { formatOf } from "@segloss/io";
import { dataError, firstFew } from "../data/data-error.ts";

/**
 * Refuses a folder for an output that holds images or masks of somebody else, such as annotations: nothing may be overwritten, and what is
 * written must not be read as one of them next time.
 *
 * @param option which names the folder
 * @throws DataError
 */
export async function refuseImages(option: string, folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  const there = names.filter((name) => !name.startsWith(".") && formatOf(name) !== undefined).sort();
  if (there.length > 0)
    throw dataError(
      `${option} ${folder}: it holds images or masks that this command did not write (${firstFew(there)}); choose a new or an empty folder`,
    );
}
