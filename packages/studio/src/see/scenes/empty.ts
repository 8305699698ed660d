import { emptyPicture, PIXELS } from "../picture/picture.ts";
import { smoothNoise } from "../picture/smooth-noise.ts";
import type { Scene } from "./scene.ts";
import { blob } from "./shapes.ts";

/** Nothing is true, and the network sees something. */
export const empty: Scene = {
  name: "empty",
  losses: ["dice", "dice(smooth=100)", "crossEntropy", "tversky(alpha=0.7, beta=0.3)"],
  paint: (seed) => {
    const picture = emptyPicture();
    const ghost = blob(118, 138, 24, 0.18, 3, 0.6);
    const wave = smoothNoise(seed, 5);
    for (let i = 0; i < PIXELS; i++)
      picture.logits[i] = -4.2 + 5.4 / (1 + Math.exp(ghost[i] / 4)) + 0.4 * wave[i];
    return picture;
  },
};
