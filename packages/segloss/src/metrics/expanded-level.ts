/**
 * The level at which to read percentiles of `count` values' bootstrap, so that the interval covers as
 * often as `level` says when count is small: such percentiles are those of a normal distribution with
 * variance over count, where Student's t with variance over count - 1 is due.
 *
 *     expanded tail = Phi(-sqrt(count / (count - 1)) t(tail, count - 1)),  tail = (1 - level) / 2
 *
 * T. C. Hesterberg, "What Teachers Should Know About the Bootstrap", The American Statistician 69 (4),
 * 2015, section 5.3.
 */
export function expandedLevel(level: number, count: number): number {
  const widened = Math.sqrt(count / (count - 1)) * studentQuantile(level, count - 1);
  return normalWithin(widened);
}

/** The t within which Student's distribution of whole `freedom` has the given probability, by bisection. */
function studentQuantile(within: number, freedom: number): number {
  let low = 0;
  let high = Math.PI / 2;
  for (let step = 0; step < 60; step++) {
    const angle = (low + high) / 2;
    if (studentWithin(angle, freedom) < within) low = angle;
    else high = angle;
  }
  return Math.sqrt(freedom) * Math.tan(low);
}

/**
 * Probability of |t| < sqrt(freedom) tan(angle): finite sums of powers of the cosine, M. Abramowitz,
 * I. A. Stegun, "Handbook of Mathematical Functions", 1964, 26.7.3 and 26.7.4.
 */
function studentWithin(angle: number, freedom: number): number {
  const odd = freedom % 2;
  const cosine = Math.cos(angle);
  let term = odd ? cosine : 1;
  let sum = 0;
  for (let k = 2 + odd; k <= freedom; k += 2) {
    sum += term;
    term *= (cosine * cosine * (k - 1)) / k;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** Probability of |x| < bound for a normal x: 26.2.11 of the same book, all terms positive. */
function normalWithin(bound: number): number {
  if (bound > 8) return 1;
  let term = bound;
  let sum = 0;
  for (let k = 3; sum + term !== sum; k += 2) {
    sum += term;
    term *= (bound * bound) / k;
  }
  return Math.sqrt(2 / Math.PI) * Math.exp((-bound * bound) / 2) * sum;
}
