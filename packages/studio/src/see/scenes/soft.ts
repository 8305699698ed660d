import { PIXELS, type Picture } from "../picture/picture.ts";
import { fromDistance, sureness } from "./from-distance.ts";
import type { Scene } from "./scene.ts";
import { blob } from "./shapes.ts";

/** Labels between 0 and 1, as several observers or a blurred mask give them. */
export const soft: Scene = {
  name: "soft",
  losses: ["crossEntropy", "dice", "dice(squared=false)", "diceSemimetric"],
  paint: (seed): Picture => {
    const object = blob(126, 130, 60, 0.14, 2, 0.5);
    const picture = fromDistance({
      truth: object,
      predicted: object,
      logit: sureness(-5, 5, 3),
      seed,
      noise: 0.4,
    });
    const labels = Float32Array.from({ length: PIXELS }, (_, i) => 1 / (1 + Math.exp(object[i] / 6)));
    return { ...picture, soft: labels };
  },
};
