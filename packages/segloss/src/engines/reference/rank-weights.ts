/**
 * Lovász weights: with errors m sorted in falling order (ties by pixel index), J_k the Jaccard loss of having the
 * k worst pixels wrong, the pixel at rank k gets J_k - J_(k-1). The Lovász extension is sum_i m_i g_i and g is its
 * gradient. Truth is in [0, 1]. M. Berman, A. Rannen Triki, M. Blaschko, CVPR 2018, algorithm 1; with weights of pixels,
 * intersection and union are sums of weights.
 */
export function lovaszWeights(error: Float64Array, truth: Float64Array, weight: Float64Array): Float64Array {
  const order = Uint32Array.from(error.keys()).sort((a, b) => error[b] - error[a] || a - b);
  let intersection = 0;
  for (let i = 0; i < truth.length; i++) intersection += weight[i] * truth[i];
  let union = intersection;
  const out = new Float64Array(error.length);
  for (const i of order) {
    out[i] = stepOfJaccard(intersection, union, weight[i] * truth[i], weight[i] * (1 - truth[i]));
    intersection -= weight[i] * truth[i];
    union += weight[i] * (1 - truth[i]);
  }
  return out;
}

/**
 * 1 for the share of the pixels with the largest error, ties by pixel index, else 0. Of N pixels with a weight above 0 these
 * are floor(share N), but one at least and N at most; a share that is NaN makes the value NaN.
 */
export function hardest(error: Float64Array, share: Float64Array, weight: Float64Array): Float64Array {
  const order = Uint32Array.from(error.keys())
    .filter((i) => weight[i] > 0)
    .sort((a, b) => error[b] - error[a] || a - b);
  const out = new Float64Array(error.length).fill(Number.isNaN(share[0]) ? Number.NaN : 0);
  if (order.length > 0) for (const i of order.subarray(0, hardestCount(share[0], order.length))) out[i] = 1;
  return out;
}

/** floor(share n), in which 0.29 * 100 is 29 although the floats give less. */
function hardestCount(share: number, n: number): number {
  return Math.max(1, Math.floor(share * n * (1 + 1e-12)));
}

/**
 * J after the pixel less J before it, with J = 1 - I/U and I/U = 1 for an empty union.
 * (I U' - I' U)/(U U') with I' = I - dI, U' = U + dU needs no difference of nearly equal quotients.
 */
function stepOfJaccard(intersection: number, union: number, dI: number, dU: number): number {
  if (union === 0) return dU > 0 ? 1 : 0;
  return (intersection * dU + dI * union) / (union * (union + dU));
}
