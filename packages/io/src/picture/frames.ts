import type { Raster, RasterData } from "../raster.ts";

/** The pictures or volumes of a raster whose third axis is time; one where it is not. */
export function framesOf(raster: Raster): Raster[] {
  if (!raster.frames) return [raster];
  const { frames: _, frameDepth = 1, data, alpha, depth, ...rest } = raster;
  const count = depth / frameDepth;
  const part = <T extends RasterData>(all: T, k: number) =>
    all.subarray((k * all.length) / count, ((k + 1) * all.length) / count) as T;
  return Array.from({ length: count }, (_, k) => ({
    ...rest,
    ...{ depth: frameDepth, data: part(data, k) },
    ...(alpha && { alpha: part(alpha, k) }),
  }));
}
