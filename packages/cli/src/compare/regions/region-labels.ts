import { LEFT_OUT } from "../../data/byte-targets.ts";
import type { PlannedRegion } from "../protocol/plan.ts";

/**
 * Regions as one label a pixel: of those that hold it the last one, counted from 1; 0 where none does. So smaller regions are named after the ones
 * around them, as nnU-Net's `regions_class_order` has it.
 *
 * @param logits [regions, pixels]
 */
export function regionLabels(logits: Float32Array, regions: number): Uint8Array {
  const pixels = logits.length / regions;
  const labels = new Uint8Array(pixels);
  for (let k = 0; k < regions; k++)
    for (let i = 0; i < pixels; i++) if (logits[k * pixels + i] > 0) labels[i] = k + 1;
  return labels;
}

/** The same of a mask of classes; pixels of no class are `LEFT_OUT`. */
export function maskRegionLabels(
  mask: Uint8Array | Uint16Array,
  regions: readonly PlannedRegion[],
  classes: number,
): Uint8Array {
  const of = Array.from(
    { length: classes },
    (_, c) => 1 + regions.findLastIndex((one) => one.classes.includes(c)),
  );
  return Uint8Array.from(mask, (label) => of[label] ?? LEFT_OUT);
}
