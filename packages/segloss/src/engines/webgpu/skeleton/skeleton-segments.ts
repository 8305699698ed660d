import { pixelsPerImage } from "../../../plan/setting.ts";
import type { JobPlace } from "../rank/rank-actions.ts";
import type { Scratch } from "../runtime/action.ts";
import { reserveScratch } from "../runtime/reserve-scratch.ts";
import { segmentsAtOnce } from "../segments/segments-at-once.ts";
import type { SkeletonJob } from "./skeleton-job.ts";

/** Planes of each scratch buffer that an image of a class takes. */
export type SkeletonPlanes = Readonly<Record<string, number>>;

/**
 * Images of a class each that are worked on at once, with room for their planes.
 *
 * @throws EngineLimit where the device binds less than one of them takes
 */
export function skeletonSegments(
  { iterations, perClass }: SkeletonJob,
  place: JobPlace,
  planes: SkeletonPlanes,
  scratch: Scratch[],
): { readonly classes: number; readonly atOnce: number } {
  const { setting } = place;
  const pixels = pixelsPerImage(setting);
  const classes = perClass ? setting.channels : 1;
  const bytes = 4 * pixels * Math.max(...Object.values(planes));
  const atOnce = segmentsAtOnce(
    place,
    { classes, bytes },
    (bound) =>
      `The skeleton of an image with ${iterations} erosions takes ${bytes} bytes, and the device binds ${bound} at ` +
      "once: ask the adapter for a device with a larger maxStorageBufferBindingSize, take fewer iterations, or use another engine.",
  );
  for (const [name, count] of Object.entries(planes))
    reserveScratch(scratch, name, 4 * pixels * atOnce * count);
  return { classes, atOnce };
}
