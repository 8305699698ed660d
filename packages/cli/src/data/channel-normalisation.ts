/** Per channel: `(value - mean) / deviation` has mean 0 and standard deviation 1 over the images it was taken from. */
export interface Normalisation {
  mean: readonly number[];
  /** 1 for a channel that is constant. */
  deviation: readonly number[];
}
