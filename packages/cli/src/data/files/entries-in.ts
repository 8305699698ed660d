import type { FileSystem, FolderEntry } from "./file-system.ts";

/** What is in a folder; nothing where there is none that can be looked into. */
export async function entriesIn(files: FileSystem, folder: string): Promise<readonly FolderEntry[]> {
  try {
    return await files.list(folder);
  } catch {
    return [];
  }
}
