import type { ClassFieldRequest } from "../../../plan/class-fields.ts";
import type { Plan } from "../../../plan/plan.ts";
import { pixelsPerImage } from "../../../plan/setting.ts";
import type { JobPlace } from "../rank/rank-actions.ts";
import type { Action, Scratch } from "../runtime/action.ts";
import { reserveScratch } from "../runtime/reserve-scratch.ts";
import { overSegments } from "../segments/over-segments.ts";
import { segmentsAtOnce } from "../segments/segments-at-once.ts";
import { cellActions } from "./cell-actions.ts";
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
import { overChunks } from "./over-chunks.ts";
import { spacingBits } from "./spacing-bits.ts";

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

/** Distances of cells and of masks, before the first sweep. Of masks: a mask in the field's plane, squares axis by axis, and the field in its place. */
export function fieldActions(
  plan: Plan,
  place: JobPlace,
  scratch: Scratch[],
  declarations: string,
): Action[] {
  const ofCells = plan.fields.flatMap((request) =>
    cellActions(request, plan.setting, place, scratch, declarations),
  );
  const ofClasses = plan.classFields.filter(isMadeOnDevice).flatMap((request) => {
    const plane = place.compiled.planes.indexOf(request.name);
    const { offset } = place.compiled.planes.list[plane];
    const code = maskKernel(request, offset, plan.setting, declarations);
    return [overChunks(place.pipelines.of(code, "masks")), distances(request, offset, place, scratch)];
  });
  return [...ofCells, ...ofClasses];
}

function distances(request: ClassFieldRequest, plane: number, place: JobPlace, scratch: Scratch[]): Action {
  const { setting } = place;
  const classes = setting.channels;
  const bytes = 8 * pixelsPerImage(setting);
  const atOnce = segmentsAtOnce(
    place,
    { classes, bytes },
    (bound) =>
      `The distances of an image take ${bytes} bytes, and the device binds ${bound} at once: ask the adapter for a ` +
      "device with a larger maxStorageBufferBindingSize, or use another engine.",
  );
  for (const name of ["squares", "squares after"]) reserveScratch(scratch, name, bytes * atOnce);
  reserveScratch(scratch, "extents", 8 * atOnce);
  const isNearness = request.field === "nearness";
  const names: readonly KernelName[] = isNearness
    ? ["start", "axis", "clear", "extent", "nearness"]
    : ["start", "axis", "finish"];
  const work = { kernels: KERNELS, names, params: DISTANCE_PARAMS, base: { plane }, classes, atOnce };
  return overSegments(place, work, ({ dispatch, own, bound, count, groups }) => {
    const [first, second, extents] = ["squares", "squares after", "extents"].map((name) => ({
      buffer: bound.scratch(name),
    }));
    let [squares, after] = [first, second];
    dispatch("start", [own, squares]);
    for (const axis of setting.space.keys()) {
      const spacing = spacingBits(request.spacing?.[axis] ?? 1);
      dispatch("axis", [squares, after], { axis, spacing }, [groups, count, 2]);
      [squares, after] = [after, squares];
    }
    if (!isNearness) return dispatch("finish", [own, squares]);
    dispatch("clear", [extents], {}, [Math.ceil((2 * count) / 256)]);
    dispatch("extent", [squares, extents]);
    dispatch("nearness", [own, squares, extents]);
  });
}
