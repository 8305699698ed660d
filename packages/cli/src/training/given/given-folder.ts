/** Files that somebody gave a page. */
export interface GivenFolder {
  /** What it is called in messages. */
  readonly name: string;
  /** By their paths below what was given, with / between the parts. */
  readonly files: ReadonlyMap<string, Blob>;
}
