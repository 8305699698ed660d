import type { ImageSource } from "../../data/image-source.ts";
import type { Plan } from "../protocol/plan.ts";

/** Whether a crop may have pixels that belong to no class: ignored ones, or what lies beside an image smaller than the crop. */
export function leavesOut(
  source: ImageSource,
  { training }: { readonly training: Pick<Plan["training"], "size"> },
): boolean {
  if (source.ignore !== undefined) return true;
  return source.images.some(({ width, height }) => Math.min(width, height) < training.size);
}
