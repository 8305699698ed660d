import { cacheFolder } from "../cache.ts";
import type { DataSet, Sample } from "../data-set.ts";
import { EARTH_CLASSES } from "./earth-classes.ts";
import { EARTH_HEIGHT, EARTH_WIDTH, type EarthMap, readEarth } from "./earth-source.ts";
import { EARTH_STRIP } from "./earth-strip.ts";
import type { NamedSetOptions } from "./named-set.ts";

/** Fetches the map where it is not cached, and cuts it. */
export async function openEarth({
  cacheFolder: cache = cacheFolder(),
  onProgress,
}: NamedSetOptions): Promise<DataSet> {
  return earthDataSet(await readEarth(cache, onProgress));
}

/** The map cut into strips, named and grouped by their longitudes. */
function earthDataSet(map: EarthMap): DataSet {
  const images = Array.from({ length: EARTH_WIDTH / EARTH_STRIP }, (_, strip) =>
    cutColumns(map, strip * EARTH_STRIP, (strip + 1) * EARTH_STRIP),
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
