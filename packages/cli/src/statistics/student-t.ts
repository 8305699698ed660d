/** Lanczos' approximation of log Gamma with g = 7 and nine terms (P. Godfrey, 2001): 15 digits. */
const LANCZOS: readonly number[] = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Two-sided tail of Student's t: the probability of |T| > t. `freedom` need not be whole. */
export function tTail(t: number, freedom: number): number {
  const square = t * t;
  if (square === Infinity) return 0;
  // x and 1 - x apart, so that neither loses digits to the other.
  return regularizedBeta(freedom / 2, 0.5, freedom / (freedom + square), square / (freedom + square));
}

/** The t below which Student's T lies with probability p, for p of at least one half. */
export function tQuantile(p: number, freedom: number): number {
  const tail = 2 * (1 - p);
  let [low, high] = [0, 1];
  while (tTail(high, freedom) > tail) high *= 2;
  // Halving until the ends are neighbours: 60 steps, whatever the tail is like.
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (tTail(middle, freedom) > tail) low = middle;
    else high = middle;
  }
}

/** I_x(a, b) with y = 1 - x, by its continued fraction on the side on which that converges. */
function regularizedBeta(a: number, b: number, x: number, y: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y));
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(a, b, x)) / a;
  return 1 - (front * betaFraction(b, a, y)) / b;
}

/**
 * The continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8), evaluated from the front after Lentz (1976).
 */
function betaFraction(a: number, b: number, x: number): number {
  let numerator = 1;
  let denominator = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = denominator;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let last = 1;
    for (const term of [even, odd]) {
      denominator = 1 / away(1 + term * denominator);
      numerator = away(1 + term / numerator);
      last = numerator * denominator;
      value *= last;
    }
    if (Math.abs(last - 1) < 1e-16) break;
  }
  return value;
}

/** A number that may be divided by. */
function away(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/** For x > 0. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const sum = LANCZOS.reduce((all, term, k) => (k === 0 ? term : all + term / (x - 1 + k)), 0);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}
