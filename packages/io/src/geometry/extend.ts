import type { Raster, RasterData } from "../raster.ts";
import { type Geometry, type Triple, toIndex, toWorld } from "./geometry.ts";

/** How far from whole steps, in voxels, the other grid may lie. */
const WHOLE = 0.1;
/** A grid that grows to more than this many times both together lies somewhere else. */
const MOST_GROWTH = 4;

/** First and last sample along one axis. */
type Extent = readonly [first: number, last: number];

/**
 * A mask that its file stores without what is empty around it (DICOM SEG, .seg.nrrd), with background as far as the grid of `other` reaches.
 * As it is where the other's samples do not lie on its own grid, or far from it.
 */
export function extended(raster: Raster, other: Raster): Raster {
  if (!raster.cropped || raster.channels !== 1 || !raster.geometry || !other.geometry) return raster;
  const extents = covering(raster, other);
  if (!extents) return raster;
  const size = extents.map(([first, last]) => last - first + 1) as unknown as Triple;
  const samples = (of: readonly number[]) => of.reduce((product, n) => product * n, 1);
  const own = sizeOf(raster);
  if (samples(size) === samples(own)) return raster;
  if (samples(size) > MOST_GROWTH * (samples(own) + samples(sizeOf(other)))) return raster;
  const from = extents.map(([first]) => first) as unknown as Triple;
  const grown = <T extends RasterData>(data: T) => placedIn(data, own, size, from);
  return {
    ...raster,
    data: grown(raster.data),
    ...{ width: size[0], height: size[1], depth: size[2] },
    geometry: movedTo(raster.geometry, from),
    ...(raster.layers && { layers: raster.layers.map((layer) => ({ ...layer, mask: grown(layer.mask) })) }),
  };
}

function sizeOf({ width, height, depth }: Raster): Triple {
  return [width, height, depth];
}

/** The extents of both together, in samples of the first; undefined where the second does not lie on its grid. */
function covering(raster: Raster, other: Raster): Extent[] | undefined {
  const [width, height, depth] = sizeOf(other);
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map(
    (k): Triple => [k & 1 ? width - 1 : 0, k & 2 ? height - 1 : 0, k & 4 ? depth - 1 : 0],
  );
  const there = corners.map((corner) => toIndex(raster.geometry!, toWorld(other.geometry!, corner)));
  const isOn = there.every((place) => place.every((value) => Math.abs(value - Math.round(value)) <= WHOLE));
  if (!isOn) return undefined;
  return sizeOf(raster).map((size, axis): Extent => {
    const along = there.map((place) => Math.round(place[axis]));
    return [Math.min(0, ...along), Math.max(size - 1, ...along)];
  });
}

function placedIn<T extends RasterData>(data: T, own: Triple, size: Triple, from: Triple): T {
  const result = new (data.constructor as new (length: number) => T)(size[0] * size[1] * size[2]);
  for (let z = 0; z < own[2]; z++)
    for (let y = 0; y < own[1]; y++) {
      const row = (z * own[1] + y) * own[0];
      const to = ((z - from[2]) * size[1] + y - from[1]) * size[0] - from[0];
      result.set(data.subarray(row, row + own[0]) as never, to);
    }
  return result;
}

/** The same grid counted from another sample. */
function movedTo(geometry: Geometry, from: Triple): Geometry {
  const origin = toWorld(geometry, from);
  const affine = geometry.affine.map((value, k) => (k % 4 === 3 ? origin[Math.floor(k / 4)] : value));
  return { ...geometry, affine };
}
