/** A prediction and its truth. */
export interface FilePair {
  readonly name: string;
  readonly predicted: string;
  readonly truth: string;
}

export interface FilePairs {
  /** In order of name. */
  readonly pairs: readonly FilePair[];
  /** One line for each file that has no partner. */
  readonly problems: readonly string[];
  /** What is passed over. */
  readonly notes: readonly string[];
}
