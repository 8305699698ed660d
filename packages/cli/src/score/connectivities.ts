import type { ObjectOptions } from "segloss/metrics";
import type { PartSettings } from "./score-settings.ts";

const NEIGHBOURS: Readonly<Record<string, { axes?: number; connectivity: "face" | "edges" | "full" }>> = {
  face: { connectivity: "face" },
  edges: { connectivity: "edges" },
  full: { connectivity: "full" },
  4: { axes: 2, connectivity: "face" },
  8: { axes: 2, connectivity: "full" },
  6: { axes: 3, connectivity: "face" },
  18: { axes: 3, connectivity: "edges" },
  26: { axes: 3, connectivity: "full" },
};

/** What `--connectivity` may be. */
export const CONNECTIVITIES: readonly string[] = Object.keys(NEIGHBOURS);

/** @throws Error for a number of neighbours that images of these axes do not have */
export function partOptions(
  { connectivity = "face", smallest = 1, dilation = 0 }: PartSettings = {},
  shape: readonly number[],
): ObjectOptions {
  const { axes, connectivity: word } = NEIGHBOURS[connectivity];
  if (axes !== undefined && axes !== shape.length)
    throw new Error(
      `--connectivity ${connectivity} is for ${axes} axes and this image has ${shape.length}; ${shape.length === 2 ? "4 or 8" : "6, 18 or 26"}, or face or full`,
    );
  return { connectivity: word, smallest, dilation };
}
