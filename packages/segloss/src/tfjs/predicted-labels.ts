import type { LinkName } from "../links/index.ts";

/**
 * The label of every pixel: its largest channel, the first of equal ones; with one channel 1 where the probability is
 * above 1/2, which is a logit above 0.
 *
 * @param outputs [pixels, channels]: logits, or probabilities when the link is "none"
 * @throws Error for NaN
 */
export function predictedLabels(
  outputs: ArrayLike<number>,
  channels: number,
  link: LinkName | undefined,
): Int32Array {
  const labels = new Int32Array(outputs.length / channels);
  const threshold = link === "none" ? 0.5 : 0;
  for (let i = 0, k = 0; i < labels.length; i++) {
    for (let c = 0, top = k; c < channels; c++, k++) {
      if (Number.isNaN(outputs[k]))
        throw new Error(`The prediction is NaN at index ${k}: no class is the largest.`);
      if (outputs[k] > outputs[top]) {
        top = k;
        labels[i] = c;
      }
    }
    if (channels === 1 && outputs[i] > threshold) labels[i] = 1;
  }
  return labels;
}
