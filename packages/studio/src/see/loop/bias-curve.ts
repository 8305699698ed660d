import { IGNORED, PIXELS, type Picture } from "../picture/picture.ts";
import type { Comparison } from "./comparison.ts";

/** The picture with one number added to all logits: a network that says foreground more or less readily. */
export interface BiasPoint {
  readonly bias: number;
  readonly value: number;
  /** Of the pixels with p > 1/2 those that are true; NaN when there are none. */
  readonly precision: number;
  /** Of the true pixels those with p > 1/2; NaN when there are none. */
  readonly recall: number;
}

/** Biases that are tried first; around the best of them others are, in tenths. */
const BIASES: readonly number[] = Array.from({ length: 25 }, (_, k) => -6 + k / 2);
const TENTHS: readonly number[] = [-4, -3, -2, -1, 1, 2, 3, 4].map((k) => k / 10);

/**
 * How a loss changes as the network says foreground more readily, everywhere alike. Where the curve is lowest is the
 * threshold that the loss asks for: what is missed, and what is found in vain there, is what it trades for one another.
 */
export function biasCurve(loss: string, picture: Picture, { valueAt }: Comparison): BiasPoint[] {
  const logits = new Float32Array(PIXELS);
  const pointAt = (bias: number): BiasPoint => {
    for (let i = 0; i < PIXELS; i++) logits[i] = picture.logits[i] + bias;
    return { bias, value: valueAt(loss, picture, logits), ...countsAt(picture, bias) };
  };
  const coarse = BIASES.map(pointAt);
  const best = bestBias(coarse);
  const fine = best === null ? [] : TENTHS.map((step) => pointAt(best.bias + step));
  return [...coarse, ...fine].sort((a, b) => a.bias - b.bias);
}

/** The point with the least loss; null when no value is a number. */
export function bestBias(curve: readonly BiasPoint[]): BiasPoint | null {
  let best: BiasPoint | null = null;
  for (const point of curve) if (point.value < (best?.value ?? Number.POSITIVE_INFINITY)) best = point;
  return best;
}

/** Precision and recall with this number added to the logits. */
export function countsAt({ logits, truth }: Picture, bias: number): { precision: number; recall: number } {
  let [found, said, all] = [0, 0, 0];
  for (let i = 0; i < PIXELS; i++) {
    if (truth[i] === IGNORED) continue;
    const says = logits[i] + bias > 0;
    if (says) said++;
    if (truth[i] !== 0) all++;
    if (says && truth[i] !== 0) found++;
  }
  return { precision: found / said, recall: found / all };
}
