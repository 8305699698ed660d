import { IGNORED, PIXELS } from "../picture/picture.ts";
import { fromDistance, sureness } from "./from-distance.ts";
import type { Scene } from "./scene.ts";
import { blob } from "./shapes.ts";

/** Half of the width of the band that nobody labelled, in pixels. */
const BAND = 5;

/** An object whose border nobody was sure of: a band around it is left out. */
export const border: Scene = {
  name: "border",
  losses: ["crossEntropy", "dice", "lovaszHinge", "focal"],
  paint: (seed) => {
    const object = blob(128, 128, 66, 0.12, 3, 0.3);
    const picture = fromDistance({
      truth: object,
      predicted: blob(134, 124, 66, 0.12, 3, 0.3),
      logit: sureness(-3.5, 3.5, 4),
      seed,
      noise: 0.4,
    });
    for (let i = 0; i < PIXELS; i++) if (Math.abs(object[i]) < BAND) picture.truth[i] = IGNORED;
    return picture;
  },
};
