import type { IntensityChange } from "./intensity-change.ts";

const MOST = 0.1;

/** Noise of cameras and scanners: the same at a pixel in all channels. */
export const noise: IntensityChange = {
  name: "noise",
  says: `normal noise with a deviation of up to ${MOST} of that of the images`,
  chance: 0.1,
  apply(planes, source) {
    const deviation = source.between(0, MOST);
    for (let i = 0; i < planes[0].length; i++) {
      const added = deviation * source.normal();
      for (const plane of planes) plane[i] += added;
    }
  },
};
