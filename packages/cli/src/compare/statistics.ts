/** A mean over repetitions with its 95 % interval; without repetitions there is no interval. */
export interface Estimate {
  readonly mean: number;
  /** Ends of the interval; null for a single value. */
  readonly low: number | null;
  readonly high: number | null;
  /** Number of values. */
  readonly count: number;
}

/** 97.5 % quantiles of Student's t for 1, 2, ... degrees of freedom. */
const T_QUANTILES: readonly number[] = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086,
];
const NORMAL_QUANTILE = 1.959964;

/** Mean and t-interval of the values of repetitions (W. S. Gosset, "The probable error of a mean", 1908). */
export function estimate(values: readonly number[]): Estimate {
  const count = values.length;
  if (count === 0) throw new RangeError("an estimate needs at least one value");
  const mean = values.reduce((a, b) => a + b, 0) / count;
  if (count === 1) return { mean, low: null, high: null, count };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const half = tQuantile(count - 1) * Math.sqrt(variance / count);
  return { mean, low: mean - half, high: mean + half, count };
}

/** 97.5 % quantile of Student's t; beyond the table the first terms of its expansion, exact to three digits there. */
export function tQuantile(freedom: number): number {
  const z = NORMAL_QUANTILE;
  return (
    T_QUANTILES[freedom - 1] ??
    z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2)
  );
}
