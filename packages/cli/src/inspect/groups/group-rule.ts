/** A way in which file names say what belongs together. */
export interface GroupRule {
  readonly name: "folders" | "subjects" | "parts" | "sides" | "numbers";
  /** What a group is, for the note: `by the subject in the file names`. */
  readonly by: string;
  /**
   * Groups that the name could belong to, the largest first; empty where the rule says nothing about the name, which then is a group of its
   * own.
   */
  candidates(name: string): readonly string[];
  /** Whether the rule is only believed where it fits every name and leaves no group with more than half of the images. */
  readonly guess: boolean;
}
