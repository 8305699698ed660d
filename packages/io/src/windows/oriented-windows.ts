import { mirrorsOf, oriented, turnsSides } from "../exif/oriented.ts";
import type { Box, RasterWindows } from "./raster-windows.ts";

/** A picture that is shown otherwise than it is stored, read as it is shown. */
export function orientedWindows(windows: RasterWindows): RasterWindows {
  const { exifOrientation: orientation, ...head } = windows.head;
  if (orientation === undefined || orientation === 1) return { ...windows, head };
  const { width, height } = head;
  const swap = turnsSides(orientation);
  const [mirrorX, mirrorY] = mirrorsOf(orientation);
  const [depth, down, across] = windows.block;
  const stored = ({ from: [z, y, x], size: [slices, rows, columns] }: Box): Box => {
    const [fromX, sizeX, fromY, sizeY] = swap ? [y, rows, x, columns] : [x, columns, y, rows];
    const [left, top] = [mirrorX ? width - fromX - sizeX : fromX, mirrorY ? height - fromY - sizeY : fromY];
    return { from: [z, top, left], size: [slices, sizeY, sizeX] };
  };
  const { spacing } = head;
  return {
    ...windows,
    head: {
      ...head,
      ...(swap && { width: height, height: width }),
      ...(swap && spacing && { spacing: [spacing[0], spacing[2], spacing[1]] as const }),
    },
    block: swap ? [depth, across, down] : windows.block,
    readBox: async (box) =>
      oriented({ ...(await windows.readBox(stored(box))), exifOrientation: orientation }),
  };
}
