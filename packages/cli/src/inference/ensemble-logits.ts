/** Probabilities of exactly 0 and 1 would be infinite logits; these are the nearest that single precision tells from them. */
const [LEAST, MOST] = [2 ** -126, 1 - 2 ** -24];

/**
 * The logits of the mean of several networks' probabilities: softmax of log p is p, and sigmoid of log(p / (1 - p)). Of one network
 * they are its own.
 *
 * @param networks logits [outputs, pixels] of each
 * @param outputs that share a softmax; 1: each has a sigmoid
 */
export function ensembleLogits(networks: readonly Float32Array[], outputs: number): Float32Array {
  if (networks.length === 1) return networks[0];
  const sums = new Float64Array(networks[0].length);
  for (const logits of networks) (outputs === 1 ? addSigmoid : addSoftmax)(sums, logits, outputs);
  return Float32Array.from(sums, (sum) => {
    const p = Math.min(MOST, Math.max(LEAST, sum / networks.length));
    return outputs === 1 ? Math.log(p / (1 - p)) : Math.log(p);
  });
}

function addSigmoid(sums: Float64Array, logits: Float32Array): void {
  for (let i = 0; i < logits.length; i++) sums[i] += 1 / (1 + Math.exp(-logits[i]));
}

function addSoftmax(sums: Float64Array, logits: Float32Array, outputs: number): void {
  const pixels = logits.length / outputs;
  for (let i = 0; i < pixels; i++) {
    let largest = Number.NEGATIVE_INFINITY;
    let total = 0;
    for (let k = i; k < logits.length; k += pixels) largest = Math.max(largest, logits[k]);
    for (let k = i; k < logits.length; k += pixels) total += Math.exp(logits[k] - largest);
    for (let k = i; k < logits.length; k += pixels) sums[k] += Math.exp(logits[k] - largest) / total;
  }
}
