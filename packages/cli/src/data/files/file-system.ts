import type { Source } from "@segloss/io";

/** At once where that is the faster way. */
type Soon<T> = T | Promise<T>;

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
  kindOf(path: string): Soon<"file" | "folder" | undefined>;
  /** @throws Error where there is no such folder */
  list(folder: string): Soon<readonly FolderEntry[]>;
  /** @throws Error with a `code`, such as ENOENT */
  text(path: string): Soon<string>;
  /** The first bytes of a file; none where it cannot be looked into. */
  head(path: string, bytes: number): Soon<Uint8Array>;
  /** @throws DataError where there is no such file */
  source(path: string): Promise<Source>;
}
