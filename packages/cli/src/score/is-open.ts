import type { Raster, RasterWindows } from "@segloss/io";

/** Whether a mask was opened to be read by parts. */
export function isOpen(mask: Raster | RasterWindows): mask is RasterWindows {
  return "readBox" in mask;
}
