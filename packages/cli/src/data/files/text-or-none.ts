import type { FileSystem } from "./file-system.ts";

/** The text of a file; empty where it cannot be read. */
export async function textOrNone(files: FileSystem, path: string): Promise<string> {
  try {
    return await files.text(path);
  } catch {
    return "";
  }
}
