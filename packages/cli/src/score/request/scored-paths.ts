/** What is compared with what. */
export interface ScoredPaths {
  readonly predictions: readonly string[];
  readonly truth: string;
}
