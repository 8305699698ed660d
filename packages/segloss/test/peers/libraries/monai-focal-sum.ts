import { type PeerCase, valuesOf, type WrittenArray } from "../peer-case.ts";

/** MONAI's DiceFocalLoss(sigmoid=True, reduction="sum") in plain loops: Dice and the mean focal loss of each image and class. */
export function focalSum({ input, target, options }: PeerCase): number {
  const { shape } = input as WrittenArray;
  const [batch, classes] = shape;
  const [z, y] = [valuesOf(input as WrittenArray), valuesOf(target as WrittenArray)];
  const pixels = z.length / batch / classes;
  const { weight, lambda_dice = 1, lambda_focal = 1, gamma = 2 } = options as Record<string, number>;
  let sum = 0;
  for (let row = 0; row < batch * classes; row++) {
    const factor = Array.isArray(weight) ? weight[row % classes] : (weight ?? 1);
    const [first, last] = [row * pixels, (row + 1) * pixels];
    const dice = diceOf(z.subarray(first, last), y.subarray(first, last));
    const focal = focalOf(z.subarray(first, last), y.subarray(first, last), gamma);
    sum += factor * (lambda_dice * dice + lambda_focal * focal);
  }
  return sum;
}

function diceOf(z: Float64Array, y: Float64Array): number {
  const p = z.map((x) => 1 / (1 + Math.exp(-x)));
  const overlap = p.reduce((sum, x, i) => sum + x * y[i], 0);
  const size = p.reduce((sum, x, i) => sum + x + y[i], 0);
  return 1 - (2 * overlap + 1e-5) / (size + 1e-5);
}

function focalOf(z: Float64Array, y: Float64Array, gamma: number): number {
  const each = z.map((x, i) => {
    const right = 1 / (1 + Math.exp(-(2 * y[i] - 1) * x));
    return -((1 - right) ** gamma) * Math.log(right);
  });
  return each.reduce((a, b) => a + b, 0) / each.length;
}
