/**
 * Probabilities [pixels, outputs] of logits [outputs, pixels]: softmax over the outputs; of one output the sigmoid, the probability of
 * class 1.
 */
export function classProbabilities(logits: Float32Array, outputs: number): Float32Array {
  const pixels = logits.length / outputs;
  const probabilities = new Float32Array(logits.length);
  if (outputs === 1) {
    for (let i = 0; i < pixels; i++) probabilities[i] = 1 / (1 + Math.exp(-logits[i]));
    return probabilities;
  }
  for (let i = 0; i < pixels; i++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < outputs; k++) largest = Math.max(largest, logits[k * pixels + i]);
    let sum = 0;
    for (let k = 0; k < outputs; k++) {
      const power = Math.exp(logits[k * pixels + i] - largest);
      probabilities[i * outputs + k] = power;
      sum += power;
    }
    for (let k = 0; k < outputs; k++) probabilities[i * outputs + k] /= sum;
  }
  return probabilities;
}
