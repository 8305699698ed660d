import { PIXELS } from "../picture/picture.ts";
import { smoothNoise } from "../picture/smooth-noise.ts";
import { fromDistance } from "./from-distance.ts";
import type { Scene } from "./scene.ts";
import { line, union } from "./shapes.ts";

const TRUNK = line([
  [-6, 150, 3.4],
  [44, 138, 3.1],
  [92, 146, 2.7],
  [136, 130, 2.3],
]);
const TWIGS = union(
  line([
    [92, 146, 1.5],
    [120, 176, 1.2],
    [158, 190, 1],
    [196, 222, 0.8],
    [216, 262, 0.7],
  ]),
  line([
    [136, 130, 1.4],
    [164, 96, 1.1],
    [204, 78, 0.9],
    [262, 58, 0.7],
  ]),
  line([
    [136, 130, 1.3],
    [184, 138, 1],
    [224, 130, 0.8],
    [262, 142, 0.7],
  ]),
  line([
    [44, 138, 1.2],
    [66, 92, 0.9],
    [96, 54, 0.8],
    [104, -6, 0.7],
  ]),
);

/** A vessel whose trunk is found and whose thin branches are missed. */
export const vessel: Scene = {
  name: "vessel",
  losses: ["crossEntropy", "tversky(alpha=0.3, beta=0.7)", "focal", "lovaszHinge"],
  focus: 1,
  paint: (seed) => {
    const picture = fromDistance({
      truth: union(TRUNK, TWIGS),
      predicted: TRUNK,
      logit: (distance) => -4.2 + 7 / (1 + Math.exp(distance / 1.1)),
      seed,
      noise: 0.45,
    });
    // Of the branches the network has a faint idea, and it sees others where there are none.
    const grain = smoothNoise(seed + 1, 1.5);
    for (let i = 0; i < PIXELS; i++)
      picture.logits[i] += 2.6 * Math.exp(-Math.max(0, TWIGS[i]) / 1.5) + 0.75 * grain[i];
    return picture;
  },
};
