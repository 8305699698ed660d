import { fillBorder } from "./fill-border.ts";
import { fillCentre } from "./fill-centre.ts";
import { fillCoco } from "./fill-coco.ts";
import type { Fill, FillRule } from "./ring.ts";

/** The rules by name. */
export const FILLS: Readonly<Record<FillRule, Fill>> = {
  coco: fillCoco,
  border: fillBorder,
  centre: fillCentre,
};
