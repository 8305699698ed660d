import { entriesIn } from "./entries-in.ts";
import type { FileSystem } from "./file-system.ts";

/** The names in a folder; none where there is no folder that can be looked into. */
export async function namesIn(files: FileSystem, folder: string): Promise<readonly string[]> {
  return (await entriesIn(files, folder)).map(({ name }) => name);
}
