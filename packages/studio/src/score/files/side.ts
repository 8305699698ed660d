/** A file somebody gave, by its path below what was given. */
export interface GivenFile {
  readonly path: string;
  readonly file: File;
}

/** One of the things that are compared: a mask, a folder of masks, or a file of annotations. */
export interface Side {
  /** Name of the file or the folder. */
  readonly name: string;
  /** Its place among `files`. */
  readonly path: string;
  /** Whether it is a folder of masks; else there is one file. */
  readonly isFolder: boolean;
  /** All that was given with it, with what its masks may need beside them. */
  readonly files: readonly GivenFile[];
}

export type Role = "predicted" | "truth";

/** What is to be scored so far: predictions of one or several models, and the truth. */
export interface Sides {
  readonly predicted: readonly Side[];
  readonly truth: Side | null;
}

export const NO_SIDES: Sides = { predicted: [], truth: null };
