import { PIXELS } from "../picture/picture.ts";
import { fromDistance, sureness } from "./from-distance.ts";
import type { Scene } from "./scene.ts";
import { blob, disc } from "./shapes.ts";

/** An object that is found well, and a small mistake far from it. */
export const farError: Scene = {
  name: "far-error",
  losses: ["dice", "lovaszHinge", "boundary", "hausdorff"],
  paint: (seed) => {
    const object = blob(92, 152, 52, 0.08, 2, 0.7);
    const spot = disc(218, 36, 8);
    const picture = fromDistance({
      truth: object,
      predicted: blob(95, 150, 52, 0.1, 2, 0.9),
      logit: sureness(-5.5, 4.5, 1.4),
      seed,
      noise: 0.4,
    });
    for (let i = 0; i < PIXELS; i++) picture.logits[i] += 6.6 / (1 + Math.exp(spot[i] / 1.4));
    return picture;
  },
};
