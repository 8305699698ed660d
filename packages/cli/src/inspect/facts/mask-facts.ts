import type { WasmFields } from "segloss";
import { cellMap } from "./cell-map.ts";
import { type ClassCounts, classCounts } from "./class-counts.ts";
import { type DepthFacts, depthFacts } from "./depth-facts.ts";
import { emptyTiles } from "./empty-tiles.ts";
import { type ObjectFacts, objectFacts } from "./object-facts.ts";
import type { Mask } from "./pixels.ts";

/** What one mask says. */
export interface MaskFacts {
  readonly counts: ClassCounts;
  readonly depths: readonly (DepthFacts | undefined)[];
  readonly objects: ObjectFacts;
  readonly tiles: number;
  readonly emptyTiles: number;
}

/** @param classes how many there are */
export function maskFacts(mask: Mask, classes: number, fields: WasmFields): MaskFacts {
  const counts = classCounts(mask, classes);
  const cells = cellMap(mask, fields);
  const present = counts.pixels.map((pixels) => pixels > 0);
  const { tiles, empty } = emptyTiles(mask);
  return {
    ...{ counts, tiles, emptyTiles: empty },
    depths: depthFacts(mask, cells, present, fields),
    objects: objectFacts(cells, mask, fields),
  };
}
