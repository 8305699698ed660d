import { type PeerCase, valuesOf, type WrittenArray } from "../peer-case.ts";

/** optax' generalised Dice image by image, in plain loops: softmax, weights of each image whose mean is 1. */
export function optaxGeneralizedDice({ input, target, options }: PeerCase): number {
  const { shape } = input as WrittenArray;
  const [batch, classes] = [shape[0], shape[shape.length - 1]];
  const [z, y] = [valuesOf(input as WrittenArray), valuesOf(target as WrittenArray)];
  const values = z.length / batch;
  const images = Array.from({ length: batch }, (_, n) =>
    imageLoss(
      z.subarray(n * values, (n + 1) * values),
      y.subarray(n * values, (n + 1) * values),
      classes,
      options,
    ),
  );
  return images.reduce((a, b) => a + b, 0) / batch;
}

function imageLoss(
  z: Float64Array,
  y: Float64Array,
  classes: number,
  { smooth = 1, ignore_background }: PeerCase["options"],
): number {
  const sums = { overlap: Array(classes).fill(0), p: Array(classes).fill(0), y: Array(classes).fill(0) };
  for (let i = 0; i < z.length; i += classes) {
    const exp = Array.from(z.subarray(i, i + classes), Math.exp);
    const total = exp.reduce((a, b) => a + b, 0);
    exp.forEach((e, c) => {
      sums.overlap[c] += (e / total) * y[i + c];
      sums.p[c] += e / total;
      sums.y[c] += y[i + c];
    });
  }
  const weights = sums.y.map((area) => 1 / (area ** 2 + 1e-7));
  const mean = weights.reduce((a, b) => a + b, 0) / classes;
  const losses = weights.map((weight, c) => {
    const score = (sums.overlap[c] + Number(smooth)) / ((sums.p[c] + sums.y[c]) / 2 + Number(smooth));
    return (weight / mean) * (1 - score);
  });
  const counted = ignore_background === true ? losses.slice(1) : losses;
  return counted.reduce((a, b) => a + b, 0) / counted.length;
}
