import { asSlices } from "../picture/planes.ts";
import type { RasterWindows } from "./raster-windows.ts";

/** A page of planes as a stack of slices, as `asSlices` has it. */
export function slicedWindows(windows: RasterWindows): RasterWindows {
  const { planes: _, channels, ...head } = windows.head;
  return {
    ...windows,
    head: { ...head, depth: channels, channels: 1 },
    async readBox({ from: [z, ...place], size: [slices, ...size] }) {
      const page = asSlices(await windows.readBox({ from: [0, ...place], size: [1, ...size] }));
      const length = page.data.length / channels;
      return { ...page, depth: slices, data: page.data.subarray(z * length, (z + slices) * length) };
    },
  };
}
