import type { FieldRequest } from "../../../plan/field-request.ts";
import { pixelsPerImage, type Setting } from "../../../plan/setting.ts";
import type { JobPlace } from "../rank/rank-actions.ts";
import type { Action, Scratch } from "../runtime/action.ts";
import { reserveScratch } from "../runtime/reserve-scratch.ts";
import { overSegments } from "../segments/over-segments.ts";
import { segmentsAtOnce } from "../segments/segments-at-once.ts";
import {
  CELL_AXIS_KERNEL,
  CELL_PARAMS,
  COMPONENT_KERNEL,
  cellCodesKernel,
  FINISH_CELLS_KERNEL,
  JOIN_KERNEL,
  SEED_KERNEL,
  START_CELLS_KERNEL,
} from "./cells-wgsl.ts";
import { overChunks } from "./over-chunks.ts";
import { spacingBits } from "./spacing-bits.ts";

/** A kernel, its entry and which of its buffers it writes. */
const KERNELS = {
  seed: [SEED_KERNEL, "seed", "w"],
  join: [JOIN_KERNEL, "joinNeighbours", "rw"],
  components: [COMPONENT_KERNEL, "components", "ww"],
  start: [START_CELLS_KERNEL, "startCells", "rw"],
  axis: [CELL_AXIS_KERNEL, "cellsAlongAxis", "rw"],
  finish: [FINISH_CELLS_KERNEL, "finishCells", "wr"],
} as const;

/** Bytes of the nearest two cells of a pixel. */
const NEAREST_BYTES = 16;

/**
 * Distances to the nearest two cells: in the plane of the first stands which cell a pixel is of (instances are written there before the run),
 * then the nearest two axis by axis, and the distances in their planes.
 */
export function cellActions(
  request: FieldRequest,
  setting: Setting,
  place: JobPlace,
  scratch: Scratch[],
  declarations: string,
): Action[] {
  const { cells } = request.settings;
  const { planes } = place.compiled;
  const [plane, second] = [request.d1, request.d2].map((name) => planes.list[planes.indexOf(name)].offset);
  const distances = nearestTwo(request, { plane, second }, place, scratch);
  if (cells === "instances") return [distances];
  const codes = place.pipelines.of(cellCodesKernel(cells, plane, setting, declarations), "cellCodes");
  return [overChunks(codes), distances];
}

function nearestTwo(
  { settings: { cells, spacing } }: FieldRequest,
  base: { readonly plane: number; readonly second: number },
  place: JobPlace,
  scratch: Scratch[],
): Action {
  const { setting } = place;
  const pixels = pixelsPerImage(setting);
  const bytes = NEAREST_BYTES * pixels;
  const atOnce = segmentsAtOnce(
    place,
    { classes: 1, bytes },
    (bound) =>
      `The nearest cells of an image take ${bytes} bytes, and the device binds ${bound} at once: ask the adapter for a ` +
      "device with a larger maxStorageBufferBindingSize, or use another engine.",
  );
  for (const name of ["nearest", "nearest after"]) reserveScratch(scratch, name, bytes * atOnce);
  const isComponents = cells === "components";
  if (isComponents) reserveScratch(scratch, "roots", 4 * pixels * atOnce);
  const names = Object.keys(KERNELS) as (keyof typeof KERNELS)[];
  const work = { kernels: KERNELS, names, params: CELL_PARAMS, base, classes: 1, atOnce };
  return overSegments(place, work, ({ dispatch, own, bound }) => {
    if (isComponents) {
      const roots = { buffer: bound.scratch("roots") };
      dispatch("seed", [roots]);
      dispatch("join", [own, roots]);
      dispatch("components", [own, roots]);
    }
    let [nearest, after] = ["nearest", "nearest after"].map((name) => ({ buffer: bound.scratch(name) }));
    dispatch("start", [own, nearest]);
    for (const axis of setting.space.keys()) {
      dispatch("axis", [nearest, after], { axis, spacing: spacingBits(spacing?.[axis] ?? 1) });
      [nearest, after] = [after, nearest];
    }
    dispatch("finish", [own, nearest]);
  });
}
