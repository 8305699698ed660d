import { type Case, pixelsPerImage, valueAt } from "../case.ts";
import { isValid } from "./is-valid.ts";

/** Class of each pixel of an image, -1 where the pixel does not count. Soft targets: the first largest one. */
export function classMap(c: Case, n: number): number[] {
  const perImage = pixelsPerImage(c);
  const at = { perImage, channels: c.channels, layout: c.layout };
  return Array.from({ length: perImage }, (_, i) => {
    if (!isValid(c, n * perImage + i)) return -1;
    if (!(c.targets instanceof Float32Array)) return c.targets[n * perImage + i];
    const values = Array.from({ length: c.channels }, (_, k) => c.targets[valueAt(at, n, i, k)]);
    if (c.channels === 1) return values[0] > 0.5 ? 1 : 0;
    return values.indexOf(Math.max(...values));
  });
}
