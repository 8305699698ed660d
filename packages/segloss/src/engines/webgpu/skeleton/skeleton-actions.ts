import { pixelsPerImage } from "../../../plan/setting.ts";
import type { JobPlace } from "../rank/rank-actions.ts";
import type { Action, Scratch } from "../runtime/action.ts";
import { reserveScratch } from "../runtime/reserve-scratch.ts";
import { overSegments } from "../segments/over-segments.ts";
import { segmentsAtOnce } from "../segments/segments-at-once.ts";
import type { SkeletonJob } from "./skeleton-job.ts";
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

/** Planes of numbers that the slope works in. */
const WORK_PLANES = 4;

export function skeletonActions(jobs: readonly SkeletonJob[], place: JobPlace, scratch: Scratch[]): Action[] {
  return jobs.map((job) => skeletonAction(job, place, scratch));
}

function skeletonAction(job: SkeletonJob, place: JobPlace, scratch: Scratch[]): Action {
  const { setting, compiled } = place;
  const { iterations, adjoint, image, result } = job;
  const pixels = pixelsPerImage(setting);
  const classes = job.perClass ? setting.channels : 1;
  const bytes = 4 * pixels * Math.max(iterations + 2, WORK_PLANES);
  const atOnce = segmentsAtOnce(
    place,
    { classes, bytes },
    (bound) =>
      `The skeleton of an image with ${iterations} erosions takes ${bytes} bytes, and the device binds ${bound} at ` +
      "once: ask the adapter for a device with a larger maxStorageBufferBindingSize, take fewer iterations, or use another engine.",
  );
  reserveScratch(scratch, "levels", 4 * pixels * atOnce * (iterations + 2));
  reserveScratch(scratch, "skeletons", 4 * pixels * atOnce * (iterations + 2));
  reserveScratch(scratch, "slope work", 4 * pixels * atOnce * WORK_PLANES);
  reserveScratch(scratch, "codes", 4 * pixels * atOnce);
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
