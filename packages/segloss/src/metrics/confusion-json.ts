export interface ConfusionJson {
  readonly classes: number;
  readonly ignore: readonly number[];
  readonly weighted?: boolean;
  /** All counts; empty where `cells` has those that occur. */
  readonly counts: readonly number[];
  /** True class, predicted one (`classes` for an ignored label), and the parts of the exact sum. */
  readonly cells?: readonly (readonly number[])[];
}
