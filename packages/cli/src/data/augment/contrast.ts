import { factorBetween } from "./factor-between.ts";
import type { IntensityChange } from "./intensity-change.ts";
import { momentsOf } from "./moments.ts";

const [LOW, HIGH] = [0.75, 1.25];

export const contrast: IntensityChange = {
  name: "contrast",
  says: `the distance of each channel from its mean in the crop times ${LOW} to ${HIGH}, within the range of the crop`,
  chance: 0.15,
  apply(planes, source) {
    for (const plane of planes) {
      const factor = factorBetween(LOW, HIGH, source);
      const { mean, least, most } = momentsOf(plane);
      for (let i = 0; i < plane.length; i++)
        plane[i] = Math.min(most, Math.max(least, mean + factor * (plane[i] - mean)));
    }
  },
};
