/** A folder's files by the name that they pair by. */
export interface FolderFiles {
  /** Path of each stem, in order of name. */
  readonly files: ReadonlyMap<string, string>;
  /** One line for each file whose stem is taken. */
  readonly problems: readonly string[];
  /** Stems that more than one file has. */
  readonly doubles: readonly string[];
  /** One line about files that are not read, if there are any. */
  readonly notes: readonly string[];
}
