import { pixelsPerImage } from "../../../plan/setting.ts";
import { engineLimit } from "../../engine-limit.ts";
import type { GpuBuffer } from "../gpu-types.ts";
import type { JobPlace } from "../rank/rank-actions.ts";
import type { Action, Bindable, Scratch } from "../runtime/action.ts";
import type { Pipeline } from "../runtime/pipelines.ts";
import { reserveScratch } from "../runtime/reserve-scratch.ts";
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

type Numbers = { readonly [K in (typeof SKELETON_PARAMS)[number]]?: number };

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
type Compiled = Readonly<Record<KernelName, Pipeline>>;

/** Planes of numbers that the slope works in. */
const WORK_PLANES = 4;

export function skeletonActions(jobs: readonly SkeletonJob[], place: JobPlace, scratch: Scratch[]): Action[] {
  if (jobs.length === 0) return [];
  const { pipelines } = place;
  const names = Object.keys(KERNELS) as KernelName[];
  const made = names.map((name): [KernelName, Pipeline] => {
    const [code, entry, kinds] = KERNELS[name];
    return [name, pipelines.of(code, entry, pipelines.layoutOf(kinds))];
  });
  const compiled = Object.fromEntries(made) as Compiled;
  return jobs.map((job) => skeletonAction(job, compiled, place, scratch));
}

function skeletonAction(job: SkeletonJob, kernels: Compiled, place: JobPlace, scratch: Scratch[]): Action {
  const { setting, stride, compiled } = place;
  const pixels = pixelsPerImage(setting);
  const classes = job.perClass ? setting.channels : 1;
  const atOnce = segmentsAtOnce(job, place, classes);
  reserveScratch(scratch, "levels", 4 * pixels * atOnce * (job.iterations + 2));
  reserveScratch(scratch, "skeletons", 4 * pixels * atOnce * (job.iterations + 2));
  reserveScratch(scratch, "slope work", 4 * pixels * atOnce * WORK_PLANES);
  reserveScratch(scratch, "codes", 4 * pixels * atOnce);
  const [s0, s1 = 1, s2 = 1] = setting.space;
  const base: Numbers = { s0, s1, s2, pixels, stride, classes };
  const planeOf = (index: number): number => compiled.planes.list[index].offset;
  return (pass, bound) => {
    const [levels, skeletons, work, codes] = ["levels", "skeletons", "slope work", "codes"].map((name) => ({
      buffer: bound.scratch(name) as GpuBuffer,
    }));
    const groups = Math.min(65_535, Math.ceil(pixels / 256));
    // Segments by windows, since a window binds whole images.
    for (const { window } of bound.windows) {
      const own = {
        buffer: bound.own,
        offset: 4 * stride * window.firstImage,
        size: 4 * stride * window.images,
      };
      const end = (window.firstImage + window.images) * classes;
      for (let first = window.firstImage * classes; first < end; first += atOnce) {
        const segments = Math.min(atOnce, end - first);
        const dispatch = (name: KernelName, buffers: readonly Bindable[], numbers: Numbers = {}): void => {
          const values: Numbers = {
            ...base,
            segments,
            firstSegment: first,
            firstImage: window.firstImage,
            ...numbers,
          };
          pass.setPipeline(kernels[name].handle());
          const layout = place.pipelines.layoutOf(KERNELS[name][2]);
          pass.setBindGroup(
            0,
            bound.groupOf(
              layout,
              buffers,
              SKELETON_PARAMS.map((key) => values[key] ?? 0),
            ),
          );
          pass.dispatchWorkgroups(groups, segments);
        };
        const { iterations, adjoint, image, result } = job;
        dispatch("read", [own, levels], { plane: planeOf(image), level: 0 });
        for (let level = 0; level <= iterations; level++) {
          dispatch("erode", [levels], { level });
          dispatch("open", [levels, skeletons], { level });
        }
        if (adjoint === null) {
          dispatch("write", [own, skeletons], { plane: planeOf(result), level: iterations + 1 });
          continue;
        }
        dispatch("read", [own, work], { plane: planeOf(adjoint), level: 0 });
        dispatch("clear", [work], { level: 2 });
        for (let level = iterations; level >= 0; level--) {
          dispatch("passOn", [levels, skeletons, work, codes], { level });
          dispatch("toOpened", [work, codes]);
          dispatch("toEroded", [work, codes]);
        }
        dispatch("write", [own, work], { plane: planeOf(result), level: 2 });
      }
    }
  };
}

/** Images of classes that are worked on at once. @throws EngineLimit when one alone is too large */
function segmentsAtOnce(
  { iterations }: SkeletonJob,
  { setting, pipelines }: JobPlace,
  classes: number,
): number {
  const { maxStorageBufferBindingSize } = pipelines.device.limits;
  const bytes = 4 * pixelsPerImage(setting) * Math.max(iterations + 2, WORK_PLANES);
  const atOnce = Math.floor(Math.min(maxStorageBufferBindingSize, ENOUGH_BYTES) / bytes);
  if (atOnce > 0) return Math.min(atOnce, setting.batch * classes);
  if (bytes <= maxStorageBufferBindingSize) return 1;
  throw engineLimit(
    `The skeleton of an image with ${iterations} erosions takes ${bytes} bytes, and the device binds ${maxStorageBufferBindingSize} at ` +
      "once: ask the adapter for a device with a larger maxStorageBufferBindingSize, take fewer iterations, or use another engine.",
  );
}

const ENOUGH_BYTES = 2 ** 26;
