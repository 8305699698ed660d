/**
 * Upper 95 % limit of a rate of failure of which `failed` of `total` were seen (Clopper and Pearson, 1934): the rate at which so few or fewer would be seen in 5 %.
 * Of none in ten it is 1 - 0.05^(1/10) = 0.26.
 */
export function failureLimit(failed: number, total: number): number {
  if (failed >= total) return 1;
  let [low, high] = [0, 1];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (atMost(failed, total, middle) > 0.05) low = middle;
    else high = middle;
  }
}

/** Probability of at most `count` in `total` tries at this rate. */
function atMost(count: number, total: number, rate: number): number {
  let term = (1 - rate) ** total;
  let sum = term;
  for (let k = 1; k <= count; k++) {
    term *= ((total - k + 1) / k) * (rate / (1 - rate));
    sum += term;
  }
  return sum;
}
