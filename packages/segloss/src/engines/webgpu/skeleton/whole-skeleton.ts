import type { JobPlace } from "../rank/rank-actions.ts";
import type { Action, Scratch } from "../runtime/action.ts";
import { overSegments } from "../segments/over-segments.ts";
import type { SkeletonJob } from "./skeleton-job.ts";
import { skeletonSegments } from "./skeleton-segments.ts";
import {
  CLEAR_KERNEL,
  ERODE_KERNEL,
  OPEN_KERNEL,
  PASS_KERNEL,
  READ_KERNEL,
  SKELETON_PARAMS,
  TO_ERODED_KERNEL,
  TO_OPENED_KERNEL,
  WRITE_KERNEL,
} from "./skeleton-wgsl.ts";

/** A kernel and which of its buffers it writes. */
const KERNELS = {
  read: [READ_KERNEL, "gatherPlane", "rw"],
  write: [WRITE_KERNEL, "spreadPlane", "wr"],
  clear: [CLEAR_KERNEL, "clear", "w"],
  erode: [ERODE_KERNEL, "erode", "w"],
  open: [OPEN_KERNEL, "open", "rw"],
  passOn: [PASS_KERNEL, "pass_on", "rrww"],
  toOpened: [TO_OPENED_KERNEL, "toOpened", "wr"],
  toEroded: [TO_ERODED_KERNEL, "toEroded", "wr"],
} as const;

type KernelName = keyof typeof KERNELS;

/** A skeleton or its slope, level by level over whole images. */
export function wholeSkeleton(job: SkeletonJob, place: JobPlace, scratch: Scratch[]): Action {
  const { compiled } = place;
  const { iterations, adjoint, image, result } = job;
  const planes = { levels: iterations + 2, skeletons: iterations + 2, "slope work": 4, codes: 1 };
  const { classes, atOnce } = skeletonSegments(job, place, planes, scratch);
  const planeOf = (index: number): number => compiled.planes.list[index].offset;
  const names = Object.keys(KERNELS) as KernelName[];
  const work = { kernels: KERNELS, names, params: SKELETON_PARAMS, base: {}, classes, atOnce };
  return overSegments(place, work, ({ dispatch, own, bound }) => {
    const [levels, skeletons, slopes, codes] = ["levels", "skeletons", "slope work", "codes"].map((name) => ({
      buffer: bound.scratch(name),
    }));
    dispatch("read", [own, levels], { plane: planeOf(image), level: 0 });
    for (let level = 0; level <= iterations; level++) {
      dispatch("erode", [levels], { level });
      dispatch("open", [levels, skeletons], { level });
    }
    if (adjoint === null)
      return dispatch("write", [own, skeletons], { plane: planeOf(result), level: iterations + 1 });
    dispatch("read", [own, slopes], { plane: planeOf(adjoint), level: 0 });
    dispatch("clear", [slopes], { level: 2 });
    for (let level = iterations; level >= 0; level--) {
      dispatch("passOn", [levels, skeletons, slopes, codes], { level });
      dispatch("toOpened", [slopes, codes]);
      dispatch("toEroded", [slopes, codes]);
    }
    dispatch("write", [own, slopes], { plane: planeOf(result), level: 2 });
  });
}
