import type { JobPlace } from "../rank/rank-actions.ts";
import type { Action, Scratch } from "../runtime/action.ts";
import type { SkeletonJob } from "./skeleton-job.ts";
import { tiledSkeleton } from "./tiled-skeleton.ts";
import { wholeSkeleton } from "./whole-skeleton.ts";

/** Skeletons and slopes: of images in two dimensions tile by tile in workgroup memory, which holds too little of a volume to pay. */
export function skeletonActions(jobs: readonly SkeletonJob[], place: JobPlace, scratch: Scratch[]): Action[] {
  const action = place.setting.space.length === 2 ? tiledSkeleton : wholeSkeleton;
  return jobs.map((job) => action(job, place, scratch));
}
