/** A file somebody gave, by its path below what was given. */
export interface GivenFile {
  readonly path: string;
  readonly file: File;
}

/** One of the two things that are compared: a mask, or a folder of masks. */
export interface Side {
  /** Name of the file or the folder. */
  readonly name: string;
  /** Whether masks are paired by name; else there is one, called `name`. */
  readonly isFolder: boolean;
  /** All that was given, with what a mask may need beside it. */
  readonly files: readonly GivenFile[];
}

export type Role = "predicted" | "truth";

/** What the two sides hold so far. */
export type Sides = Readonly<Record<Role, Side | null>>;
