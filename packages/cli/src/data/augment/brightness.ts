import { factorBetween } from "./factor-between.ts";
import type { IntensityChange } from "./intensity-change.ts";

const [LOW, HIGH] = [0.75, 1.25];

export const brightness: IntensityChange = {
  name: "brightness",
  says: `the distance of each channel from the mean of the images times ${LOW} to ${HIGH}`,
  chance: 0.15,
  apply(planes, source) {
    for (const plane of planes) {
      const factor = factorBetween(LOW, HIGH, source);
      for (let i = 0; i < plane.length; i++) plane[i] *= factor;
    }
  },
};
