import { fromDistance } from "./from-distance.ts";
import type { Scene } from "./scene.ts";
import { disc } from "./shapes.ts";

/** A spot of 1 % of the pixels that the network hardly sees. */
export const onePercent: Scene = {
  name: "one-percent",
  losses: ["crossEntropy", "weightedCrossEntropy(beta=20)", "dice", "focal"],
  paint: (seed) => {
    const outside = disc(150, 112, 14.45);
    return fromDistance({
      truth: outside,
      predicted: outside,
      seed,
      logit: (distance) => -4 + 1.6 / (1 + Math.exp(distance / 3)),
      noise: 0.35,
    });
  },
};
