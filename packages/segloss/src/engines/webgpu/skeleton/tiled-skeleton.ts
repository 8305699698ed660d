import type { JobPlace } from "../rank/rank-actions.ts";
import type { Action, Scratch } from "../runtime/action.ts";
import { overSegments } from "../segments/over-segments.ts";
import type { SkeletonJob } from "./skeleton-job.ts";
import { skeletonSegments } from "./skeleton-segments.ts";
import { CLEAR_KERNEL, READ_KERNEL, SKELETON_PARAMS, WRITE_KERNEL } from "./skeleton-wgsl.ts";
import { GROW_KERNEL, KEPT_BY_SLOPE, keptBySkeleton, levelsAtOnce, SLOPE_KERNEL } from "./tile-wgsl.ts";

/** A kernel and which of its buffers it writes. */
const KERNELS = {
  read: [READ_KERNEL, "gatherPlane", "rw"],
  write: [WRITE_KERNEL, "spreadPlane", "wr"],
  clear: [CLEAR_KERNEL, "clear", "w"],
  grow: [GROW_KERNEL, "grow", "ww"],
  slope: [SLOPE_KERNEL, "slope", "rrw"],
} as const;

/** A skeleton, several levels a dispatch, or its slope, a level a dispatch: what a level hands to the next stays in workgroup memory. */
export function tiledSkeleton(job: SkeletonJob, place: JobPlace, scratch: Scratch[]): Action {
  const { compiled, setting } = place;
  const { iterations, adjoint, image, result } = job;
  const isSlope = adjoint !== null;
  // A slope goes back over all levels; without one the last two take turns.
  const stored = isSlope ? iterations + 2 : 2;
  const planes = { levels: stored, skeletons: stored, ...(isSlope && { "slope work": 4 }) };
  const { classes, atOnce } = skeletonSegments(job, place, planes, scratch);
  const planeOf = (index: number): number => compiled.planes.list[index].offset;
  const tiles = (kept: number, count: number): readonly number[] => {
    const [rows, columns] = setting.space;
    return [Math.ceil(columns / kept), Math.ceil(rows / kept), count];
  };
  const names = Object.keys(KERNELS) as (keyof typeof KERNELS)[];
  const work = { kernels: KERNELS, names, params: SKELETON_PARAMS, base: {}, classes, atOnce };
  return overSegments(place, work, ({ dispatch, own, bound, count: segments }) => {
    const [levels, skeletons] = ["levels", "skeletons"].map((name) => ({ buffer: bound.scratch(name) }));
    dispatch("read", [own, levels], { plane: planeOf(image), level: 0 });
    let [level, from] = [0, 0];
    for (const count of levelsAtOnce(iterations + 1)) {
      const to = isSlope ? from + count : 1 - from;
      const numbers = { source: from, goal: to, count, level, keeps: isSlope ? 1 : 0 };
      dispatch("grow", [levels, skeletons], numbers, tiles(keptBySkeleton(count), segments));
      [level, from] = [level + count, to];
    }
    if (!isSlope) return dispatch("write", [own, skeletons], { plane: planeOf(result), level: from });
    const slopes = { buffer: bound.scratch("slope work") };
    dispatch("read", [own, slopes], { plane: planeOf(adjoint), level: 0 });
    dispatch("clear", [slopes], { level: 1 });
    let [before, after] = [0, 2];
    for (let back = iterations; back >= 0; back--) {
      const numbers = { source: before, goal: after, level: back };
      dispatch("slope", [levels, skeletons, slopes], numbers, tiles(KEPT_BY_SLOPE, segments));
      [before, after] = [after, before];
    }
    dispatch("write", [own, slopes], { plane: planeOf(result), level: before + 1 });
  });
}
