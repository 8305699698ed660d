import { emptyPicture, PIXELS, type Picture } from "../picture/picture.ts";
import { smoothNoise } from "../picture/smooth-noise.ts";
import { sureness } from "./from-distance.ts";
import type { Scene } from "./scene.ts";
import { blob, union } from "./shapes.ts";

/** Centre, radius, swing of the radius, turns of it, phase. */
const CELLS: readonly Parameters<typeof blob>[] = [
  [86, 84, 40, 0.06, 3, 0.4],
  [160, 94, 36, 0.07, 2, 1.2],
  [112, 160, 38, 0.05, 3, 2],
  [184, 168, 34, 0.08, 2, 0.2],
  [214, 52, 20, 0.06, 3, 1],
];

/** Half of the gap that the truth leaves between neighbours, in pixels. */
const GAP = 1.3;

/** Cells that touch; the network sees where they are and closes the gaps between them. */
export const touchingCells: Scene = {
  name: "touching-cells",
  losses: ["crossEntropy", "distanceCrossEntropy(w0=10, sigma=5, cells=instances)", "dice", "boundary"],
  focus: 1,
  view: "weights",
  paint: (seed): Picture => {
    const picture = emptyPicture();
    const shapes = CELLS.map((cell) => blob(...cell));
    const all = union(...shapes);
    const logit = sureness(-4.5, 4.5, 2.2);
    const wave = smoothNoise(seed, 5);
    for (let i = 0; i < PIXELS; i++) {
      let [cell, near, second] = [0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (let k = 0; k < shapes.length; k++) {
        const distance = shapes[k][i];
        second = Math.min(second, Math.max(near, distance));
        if (distance < near) [cell, near] = [k + 1, distance];
      }
      const isCell = near <= 0 && second - near > 2 * GAP;
      picture.truth[i] = isCell ? 1 : 0;
      picture.cells[i] = isCell ? cell : 0;
      picture.logits[i] = logit(all[i]) + 0.45 * wave[i];
    }
    return picture;
  },
};
