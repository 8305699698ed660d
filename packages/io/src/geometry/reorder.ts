import type { Raster, RasterData, RasterHead } from "../raster.ts";
import type { Triple } from "./geometry.ts";

/** How the axes of one grid lie along those of another: no resampling, only another order of the same samples. */
export interface Reordering {
  /** For each axis of the result (width, height, depth) the axis of the source that lies along it. */
  readonly axes: Triple;
  /** Whether the result counts that axis from its other end. */
  readonly flipped: readonly [boolean, boolean, boolean];
}

/** Whether nothing moves. */
export function isIdentity({ axes, flipped }: Reordering): boolean {
  return axes.every((axis, k) => axis === k) && !flipped.includes(true);
}

/** Sizes along width, height, depth after the reordering. */
export function reorderedSize(size: Triple, { axes }: Reordering): Triple {
  return [size[axes[0]], size[axes[1]], size[axes[2]]];
}

/** What is known of samples in another order: sizes and spacing. Geometry is the caller's. */
export function reorderedHead<T extends RasterHead>(head: T, order: Reordering): T {
  const [width, height, depth] = reorderedSize([head.width, head.height, head.depth], order);
  const { spacing } = head;
  if (!spacing) return { ...head, width, height, depth };
  const [along, across, through] = order.axes.map((axis) => spacing[2 - axis]);
  return { ...head, width, height, depth, spacing: [through, across, along] };
}

/** The same samples in another order: data, spacing, alpha and layers alike. Geometry is the caller's. */
export function reorder(raster: Raster, order: Reordering): Raster {
  if (isIdentity(order)) return raster;
  const places = sourcePlaces([raster.width, raster.height, raster.depth], order);
  const result: Raster = {
    ...reorderedHead(raster, order),
    data: moved(raster.data, places, raster.channels),
  };
  if (raster.alpha) result.alpha = moved(raster.alpha, places, 1);
  if (raster.layers)
    result.layers = raster.layers.map((layer) => ({ ...layer, mask: moved(layer.mask, places, 1) }));
  return result;
}

/** Source sample of every result sample. */
function sourcePlaces(size: Triple, order: Reordering): Int32Array {
  const strides = [1, size[0], size[0] * size[1]];
  const [width, height, depth] = reorderedSize(size, order);
  const step = order.axes.map((axis, k) => (order.flipped[k] ? -strides[axis] : strides[axis]));
  const start = order.axes.reduce(
    (sum, axis, k) => sum + (order.flipped[k] ? (size[axis] - 1) * strides[axis] : 0),
    0,
  );
  const places = new Int32Array(width * height * depth);
  let to = 0;
  for (let k = 0; k < depth; k++)
    for (let j = 0; j < height; j++) {
      let from = start + k * step[2] + j * step[1];
      for (let i = 0; i < width; i++, from += step[0]) places[to++] = from;
    }
  return places;
}

function moved<T extends RasterData>(data: T, places: Int32Array, channels: number): T {
  const result = new (data.constructor as new (length: number) => T)(data.length);
  for (let i = 0; i < places.length; i++)
    for (let c = 0; c < channels; c++) result[i * channels + c] = data[places[i] * channels + c];
  return result;
}
