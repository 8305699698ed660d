import { factorBetween } from "./factor-between.ts";
import type { IntensityChange } from "./intensity-change.ts";
import { momentsOf } from "./moments.ts";

const [LOW, HIGH] = [0.7, 1.5];

/** Below this a range or a deviation is that of a constant. */
const NOTHING = 1e-7;

/** Bends the values of a crop between their ends and keeps their mean and deviation. */
function bend(plane: Float32Array, power: number): void {
  const before = momentsOf(plane);
  const range = before.most - before.least;
  for (let i = 0; i < plane.length; i++)
    plane[i] = range * Math.max(0, (plane[i] - before.least) / Math.max(NOTHING, range)) ** power;
  const after = momentsOf(plane);
  const scale = before.deviation / Math.max(NOTHING, after.deviation);
  for (let i = 0; i < plane.length; i++) plane[i] = before.mean + scale * (plane[i] - after.mean);
}

function negate(plane: Float32Array): void {
  for (let i = 0; i < plane.length; i++) plane[i] = -plane[i];
}

const says = `power ${LOW} to ${HIGH} between the ends of the crop, mean and deviation kept`;

export const gamma: IntensityChange = {
  ...{ name: "gamma", says, chance: 0.3 },
  apply(planes, source) {
    for (const plane of planes) bend(plane, factorBetween(LOW, HIGH, source));
  },
};

/** The same from the bright end. */
export const invertedGamma: IntensityChange = {
  ...{ name: "inverted gamma", says: `the same of the negative`, chance: 0.1 },
  apply(planes, source) {
    for (const plane of planes) {
      const power = factorBetween(LOW, HIGH, source);
      negate(plane);
      bend(plane, power);
      negate(plane);
    }
  },
};
