import { isIdentity, type Reordering, reorder, reorderedHead } from "../geometry/reorder.ts";
import type { Box, RasterWindows } from "./raster-windows.ts";

/** The same samples with their axes in another order. */
export function reorderedWindows(windows: RasterWindows, order: Reordering): RasterWindows {
  if (isIdentity(order)) return windows;
  const { head } = windows;
  // Orders go by width, height, depth, boxes by depth, height, width.
  const own = [head.width, head.height, head.depth];
  const stored = (box: Box): Box => {
    const [from, size] = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    order.axes.forEach((axis, k) => {
      size[axis] = box.size[2 - k];
      from[axis] = order.flipped[k] ? own[axis] - box.from[2 - k] - size[axis] : box.from[2 - k];
    });
    return { from: [from[2], from[1], from[0]], size: [size[2], size[1], size[0]] };
  };
  const [along, across, through] = order.axes.map((axis) => windows.block[2 - axis]);
  return {
    ...windows,
    head: reorderedHead(head, order),
    block: [through, across, along],
    readBox: async (box) => reorder(await windows.readBox(stored(box)), order),
  };
}
