import type { Source } from "@segloss/io";

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Where files are: on disk, or what a page was given. What scoring knows of files it knows through this. */
export interface FileSystem {
  join(...parts: readonly string[]): string;
  dirname(path: string): string;
  basename(path: string): string;
  /** The path from the root. */
  resolve(path: string): string;
  /** Between the parts of a path. */
  readonly sep: string;
  /** undefined where there is nothing. */
  kindOf(path: string): Promise<"file" | "folder" | undefined>;
  /** Rejects where there is no such folder. */
  list(folder: string): Promise<readonly FolderEntry[]>;
  /** Rejects with an error that has a `code`, such as ENOENT. */
  text(path: string): Promise<string>;
  /** The first bytes of a file; none where it cannot be looked into. */
  head(path: string, bytes: number): Uint8Array | Promise<Uint8Array>;
  /** @throws DataError where there is no such file */
  source(path: string): Promise<Source>;
}
