import { emptyPicture, PIXELS, type Picture } from "../picture/picture.ts";
import { smoothNoise } from "../picture/smooth-noise.ts";
import type { Scene } from "./scene.ts";
import { blob, disc } from "./shapes.ts";

/** Background, a large class and a rare one inside of it that the network takes for the large one. */
export const threeClasses: Scene = {
  name: "three-classes",
  losses: ["crossEntropy", "generalizedDice", "lovasz", "focal"],
  paint: (seed): Picture => {
    const picture = emptyPicture(3);
    const organ = blob(126, 128, 72, 0.08, 2, 0.4);
    const lesion = disc(152, 108, 15);
    const waves = [0, 1, 2].map((c) => smoothNoise(seed + c, 5));
    for (let i = 0; i < PIXELS; i++) {
      picture.truth[i] = lesion[i] <= 0 ? 2 : organ[i] <= 0 ? 1 : 0;
      picture.cells[i] = picture.truth[i];
      const inOrgan = 1 / (1 + Math.exp(organ[i] / 2));
      const inLesion = 1 / (1 + Math.exp(lesion[i] / 3));
      picture.logits[3 * i] = 3 - 6 * inOrgan + 0.3 * waves[0][i];
      picture.logits[3 * i + 1] = -3 + 6 * inOrgan + 0.3 * waves[1][i];
      picture.logits[3 * i + 2] = -3 + 4.2 * inLesion + 0.3 * waves[2][i];
    }
    return picture;
  },
};
