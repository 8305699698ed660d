import { emptyPicture, PIXELS, type Picture } from "../picture/picture.ts";
import { smoothNoise } from "../picture/smooth-noise.ts";
import type { Outside } from "./shapes.ts";

export interface DistanceScene {
  /** Shape that is true. */
  readonly truth: Outside;
  /** Shape that the network sees. */
  readonly predicted: Outside;
  /** Logit by the distance to the border of that shape, in pixels, negative inside. */
  logit(distance: number): number;
  readonly seed: number;
  /** Deviation of the logits from that, so that equal areas do not tie. */
  readonly noise: number;
}

/** A picture of one channel whose prediction follows a shape. */
export function fromDistance({ truth, predicted, logit, seed, noise }: DistanceScene): Picture {
  const picture = emptyPicture();
  const wave = smoothNoise(seed, 4);
  for (let i = 0; i < PIXELS; i++) {
    picture.truth[i] = truth[i] <= 0 ? 1 : 0;
    picture.cells[i] = picture.truth[i];
    picture.logits[i] = logit(predicted[i]) + noise * wave[i];
  }
  return picture;
}

/** A logit that is sure of itself: `low` outside, `high` inside, over a border of so many pixels. */
export function sureness(low: number, high: number, border: number): (distance: number) => number {
  return (distance) => low + (high - low) / (1 + Math.exp(distance / border));
}
