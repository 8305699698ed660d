import type { ClassFieldRequest } from "../../../plan/class-fields.ts";
import type { Plan } from "../../../plan/plan.ts";
import { pixelsPerImage } from "../../../plan/setting.ts";
import { engineLimit } from "../../engine-limit.ts";
import type { JobPlace } from "../rank/rank-actions.ts";
import type { Action, Bindable, Scratch } from "../runtime/action.ts";
import type { Pipeline } from "../runtime/pipelines.ts";
import { reserveScratch } from "../runtime/reserve-scratch.ts";
import {
  AXIS_KERNEL,
  CLEAR_EXTENTS_KERNEL,
  DISTANCE_PARAMS,
  EXTENT_KERNEL,
  FINISH_KERNEL,
  NEARNESS_KERNEL,
  START_KERNEL,
} from "./distance-wgsl.ts";
import { isMadeOnDevice } from "./made-on-device.ts";
import { maskKernel } from "./mask-wgsl.ts";

/** A kernel, its entry and which of its buffers it writes. */
const KERNELS = {
  start: [START_KERNEL, "startDistances", "rw"],
  axis: [AXIS_KERNEL, "alongAxis", "rw"],
  finish: [FINISH_KERNEL, "finishDistances", "wr"],
  clear: [CLEAR_EXTENTS_KERNEL, "clearExtents", "w"],
  extent: [EXTENT_KERNEL, "extents_", "rw"],
  nearness: [NEARNESS_KERNEL, "nearness", "wrr"],
} as const;

type KernelName = keyof typeof KERNELS;
type Numbers = { readonly [K in (typeof DISTANCE_PARAMS)[number]]?: number };

/** Distances of masks, before the first sweep: a mask in the field's plane, squares axis by axis, and the field in its place. */
export function fieldActions(
  plan: Plan,
  place: JobPlace,
  scratch: Scratch[],
  declarations: string,
): Action[] {
  return plan.classFields.filter(isMadeOnDevice).flatMap((request) => {
    const plane = place.compiled.planes.indexOf(request.name);
    const { offset } = place.compiled.planes.list[plane];
    const code = maskKernel(request, offset, plan.setting, declarations);
    return [masks(place.pipelines.of(code, "masks")), distances(request, offset, place, scratch)];
  });
}

function masks(pipeline: Pipeline): Action {
  return (pass, { windows }) => {
    pass.setPipeline(pipeline.handle());
    for (const { window, group } of windows) {
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(window.chunks, window.images);
    }
  };
}

function distances(request: ClassFieldRequest, plane: number, place: JobPlace, scratch: Scratch[]): Action {
  const { setting, stride, pipelines } = place;
  const pixels = pixelsPerImage(setting);
  const classes = setting.channels;
  const atOnce = segmentsAtOnce(place);
  for (const name of ["squares", "squares after"]) reserveScratch(scratch, name, 8 * pixels * atOnce);
  reserveScratch(scratch, "extents", 8 * atOnce);
  const [s0, s1 = 1, s2 = 1] = setting.space;
  const base: Numbers = { s0, s1, s2, pixels, stride, classes, plane };
  const kernels = new Map<KernelName, Pipeline>();
  const names: readonly KernelName[] =
    request.field === "nearness"
      ? ["start", "axis", "clear", "extent", "nearness"]
      : ["start", "axis", "finish"];
  for (const name of names) {
    const [code, entry, kinds] = KERNELS[name];
    kernels.set(name, pipelines.of(code, entry, pipelines.layoutOf(kinds)));
  }
  const groups = Math.min(65_535, Math.ceil(pixels / 256));
  return (pass, bound) => {
    const of = (name: string): Bindable => ({ buffer: bound.scratch(name) });
    for (const { window } of bound.windows) {
      const own = {
        buffer: bound.own,
        offset: 4 * stride * window.firstImage,
        size: 4 * stride * window.images,
      };
      const end = (window.firstImage + window.images) * classes;
      for (let first = window.firstImage * classes; first < end; first += atOnce) {
        const segments = Math.min(atOnce, end - first);
        const dispatch = (
          name: KernelName,
          list: readonly Bindable[],
          size: readonly number[],
          numbers: Numbers = {},
        ): void => {
          const values: Numbers = {
            ...base,
            segments,
            firstSegment: first,
            firstImage: window.firstImage,
            ...numbers,
          };
          pass.setPipeline((kernels.get(name) as Pipeline).handle());
          const layout = pipelines.layoutOf(KERNELS[name][2]);
          pass.setBindGroup(
            0,
            bound.groupOf(
              layout,
              list,
              DISTANCE_PARAMS.map((key) => values[key] ?? 0),
            ),
          );
          pass.dispatchWorkgroups(size[0], size[1], size[2]);
        };
        let [squares, after] = [of("squares"), of("squares after")];
        dispatch("start", [own, squares], [groups, segments, 1]);
        for (const axis of setting.space.keys()) {
          dispatch("axis", [squares, after], [groups, segments, 2], {
            axis,
            spacing: bitsOf(request.spacing?.[axis] ?? 1),
          });
          [squares, after] = [after, squares];
        }
        if (request.field !== "nearness") {
          dispatch("finish", [own, squares], [groups, segments, 1]);
          continue;
        }
        const extents = of("extents");
        dispatch("clear", [extents], [Math.ceil((2 * segments) / 256), 1, 1]);
        dispatch("extent", [squares, extents], [groups, segments, 1]);
        dispatch("nearness", [own, squares, extents], [groups, segments, 1]);
      }
    }
  };
}

function bitsOf(x: number): number {
  return new Uint32Array(Float32Array.of(x).buffer)[0];
}

const ENOUGH_BYTES = 2 ** 26;

/** Images of classes that are worked on at once. @throws EngineLimit when one alone is too large */
function segmentsAtOnce({ setting, pipelines }: JobPlace): number {
  const { maxStorageBufferBindingSize } = pipelines.device.limits;
  const bytes = 8 * pixelsPerImage(setting);
  const atOnce = Math.floor(Math.min(maxStorageBufferBindingSize, ENOUGH_BYTES) / bytes);
  if (atOnce > 0) return Math.min(atOnce, setting.batch * setting.channels, 65_535);
  if (bytes <= maxStorageBufferBindingSize) return 1;
  throw engineLimit(
    `The distances of an image take ${bytes} bytes, and the device binds ${maxStorageBufferBindingSize} at once: ask the adapter for a ` +
      "device with a larger maxStorageBufferBindingSize, or use another engine.",
  );
}
