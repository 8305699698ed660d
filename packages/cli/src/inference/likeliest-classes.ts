/**
 * The class of each pixel from logits [outputs, pixels]: the largest one, the first of equal ones; of one output class 1 where the
 * logit is above 0. Classes beyond 255 do not occur: a network has as many outputs.
 */
export function likeliestClasses(logits: Float32Array, outputs: number): Uint8Array {
  const pixels = logits.length / outputs;
  const classes = new Uint8Array(pixels);
  if (outputs === 1) {
    for (let i = 0; i < pixels; i++) classes[i] = logits[i] > 0 ? 1 : 0;
    return classes;
  }
  const largest = logits.slice(0, pixels);
  for (let k = 1; k < outputs; k++) {
    const from = k * pixels;
    for (let i = 0; i < pixels; i++) {
      if (!(logits[from + i] > largest[i])) continue;
      largest[i] = logits[from + i];
      classes[i] = k;
    }
  }
  return classes;
}
