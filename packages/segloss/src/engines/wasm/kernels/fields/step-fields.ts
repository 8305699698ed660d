import { CLASS_FIELDS } from "../../../../plan/class-field-kinds.ts";
import type { ClassFieldRequest } from "../../../../plan/class-fields.ts";
import type { FieldRequest } from "../../../../plan/field-request.ts";
import type { Plan } from "../../../../plan/plan.ts";
import { leavesOut, pixelsPerImage } from "../../../../plan/setting.ts";
import { insideTest, nearness } from "../../../class-fields.ts";
import type { StepInputs } from "../../../engine.ts";
import { cellLabels, makeFields } from "../../../make-fields.ts";
import { validPixels } from "../../../valid-pixels.ts";
import type { Plane } from "../../emit/sweep-shape.ts";
import { FINISHES } from "./distance-passes.ts";
import type { FieldRoom, PlaneBytes, RunWords } from "./field-room.ts";
import { type FieldLayout, fieldLayout, fitsKernels, paddedPixels, pixelsOf } from "./layout.ts";
import { putLabels } from "./upload.ts";
import { reserveComponents, wasmComponents } from "./wasm-components.ts";
import { CELL_PLANES, cellKernels, distanceKernels, runCells, runDistances } from "./wasm-fields.ts";

/** What the fields of a step are made from and written to. */
export interface StepFields {
  readonly plan: Plan;
  readonly inputs: StepInputs;
  /** The step's planes; inputs are in theirs already. */
  readonly planes: readonly Plane[];
  readonly room: FieldRoom;
}

/** Takes the memory and makes the kernels that a plan's fields need, so that runs do neither. */
export function reserveFields(plan: Plan, room: FieldRoom): void {
  for (const { settings } of plan.fields) {
    const layout = layoutOf(plan, settings.spacing);
    if (!fitsKernels(layout)) continue;
    if (settings.cells === "components") reserveComponents(room, plan.setting.space);
    room.prepare(layout, CELL_PLANES);
    room.load(cellKernels(layout, true, "lastCells"));
  }
  for (const { spacing } of plan.classFields) {
    const layout = layoutOf(plan, spacing);
    if (!fitsKernels(layout)) continue;
    room.prepare(layout, distancePlanes(plan, layout));
    room.load(["labelMask", "thresholdMask", ...distanceKernels(layout)]);
  }
}

/** Makes the fields of a plan for the whole batch and writes them to their planes. */
export function writeFields(step: StepFields): void {
  const { plan, inputs, room } = step;
  const fits =
    [...plan.fields.map(({ settings }) => settings), ...plan.classFields].every(({ spacing }) =>
      fitsKernels(layoutOf(plan, spacing)),
    ) && plan.classFields.every(({ field, above }) => field !== "smoothed" && above === null);
  const valid = leavesOut(plan.setting) || !fits ? validPixels(inputs, plan.setting) : null;
  if (!fits && valid) {
    for (const [name, field] of Object.entries(makeFields(plan, inputs, valid)))
      new Float32Array(room.buffer(), planeOf(step, name).address, field.length).set(field);
    return;
  }
  for (const request of plan.fields) writeCellDistances(step, request, valid);
  for (const request of plan.classFields) writeClassField(step, request, valid);
}

function layoutOf({ setting }: Plan, spacing: readonly number[] | null | undefined): FieldLayout {
  return fieldLayout(setting.batch, setting.space, spacing ?? undefined);
}

function planeOf({ planes }: StepFields, name: string): Plane {
  return planes.find((plane) => plane.name === name) as Plane;
}

function writeCellDistances(step: StepFields, request: FieldRequest, valid: Uint8Array | null): void {
  const { plan, inputs, room } = step;
  const { setting } = plan;
  const layout = layoutOf(plan, request.settings.spacing);
  const pixels = pixelsPerImage(setting);
  // Components are found in the same memory: labels of all images come first.
  const labels = Array.from({ length: setting.batch }, (_, n) => {
    const kept = valid?.subarray(n * pixels, (n + 1) * pixels) ?? null;
    return cellLabels(request.settings.cells, n, setting, inputs, kept, (classes) =>
      wasmComponents(room, classes, setting.space),
    );
  });
  const planes = room.prepare(layout, CELL_PLANES);
  const image = { ...layout, images: 1 };
  for (let n = 0; n < setting.batch; n++)
    putLabels(room.buffer(), (planes.labels as number) + 4 * n * paddedPixels(image), labels[n], image);
  const [out1, out2] = [request.d1, request.d2].map((name) => planeOf(step, name).address);
  runCells(room, layout, labels, "lastCells", { integers: { ...planes, out1, out2 } });
}

function distancePlanes({ setting }: Plan, layout: FieldLayout): PlaneBytes {
  return {
    mask: 1,
    steps: 2,
    ...(layout.lines > 1 && { squares: 4 }),
    // With several classes the field has them side by side, and distances are made class by class.
    ...(setting.channels > 1 && { out1: 4 }),
  };
}

function writeClassField(step: StepFields, request: ClassFieldRequest, valid: Uint8Array | null): void {
  const { plan, room } = step;
  const { batch, channels } = plan.setting;
  const layout = layoutOf(plan, request.spacing);
  const planes = room.prepare(layout, distancePlanes(plan, layout));
  const { address } = planeOf(step, request.name);
  const out1 = channels > 1 ? (planes.out1 as number) : address;
  const pixels = pixelsOf(layout);
  const field = new Float32Array(room.buffer(), address, pixels * channels);
  const distances = new Float32Array(room.buffer(), out1, pixels);
  for (let c = 0; c < channels; c++) {
    makeMask(step, request, c, layout, planes);
    if (valid) leaveOut(new Uint8Array(room.buffer(), planes.mask, paddedPixels(layout)), valid, layout);
    runDistances(room, layout, { ...planes, out1, finish: FINISHES.indexOf("signed") });
    if (request.field === "nearness")
      for (let n = 0; n < batch; n++)
        nearness(distances.subarray((n * pixels) / batch, ((n + 1) * pixels) / batch));
    if (channels > 1) for (let i = 0; i < pixels; i++) field[i * channels + c] = distances[i];
  }
}

/** Where the class is, from the step's planes when its values lie side by side there, otherwise pixel by pixel. */
function makeMask(
  step: StepFields,
  { field }: ClassFieldRequest,
  c: number,
  layout: FieldLayout,
  planes: PlaneBytes,
): void {
  const { plan, inputs, room } = step;
  const { setting } = plan;
  const { of } = CLASS_FIELDS[field];
  const words = maskWords(step, of, c);
  if (words) {
    const kernel = words.reals ? "thresholdMask" : "labelMask";
    room.run([kernel], layout, { ...words, integers: { ...planes, ...words.integers } });
    return;
  }
  const mask = new Uint8Array(room.buffer(), planes.mask, paddedPixels(layout));
  const inside = insideTest(of, setting, inputs);
  const pixels = pixelsPerImage(setting);
  for (let n = 0, i = 0, to = 0; n < setting.batch; n++)
    for (i = 0; i < pixels; to += layout.pitch - layout.width)
      for (let x = 0; x < layout.width; x++, i++, to++) mask[to] = inside(n, i, c) ? 1 : 0;
}

/** Numbers for the kernels that make masks; null where they do not reach. */
function maskWords(step: StepFields, of: "targets" | "prediction", c: number): RunWords | null {
  const { setting } = step.plan;
  if (of === "targets" && setting.targets === "indices") {
    const { address, imageBytes, elementBytes } = planeOf(step, "label");
    const label = setting.channels === 1 ? 1 : c;
    return {
      integers: { source: address, sourceBytes: imageBytes, labelBytes: elementBytes, class: label },
    };
  }
  if (of === "prediction" && setting.link === "softmax") return null;
  const plane = planeOf(step, of === "targets" ? "ysoft" : "z");
  if (plane.interleaved) return null;
  const threshold = of === "prediction" && setting.link === "sigmoid" ? 0 : 0.5;
  return {
    integers: { source: plane.address + c * plane.classBytes, sourceBytes: plane.imageBytes },
    reals: { threshold },
  };
}

function leaveOut(mask: Uint8Array, valid: Uint8Array, { width, pitch }: FieldLayout): void {
  for (let from = 0, to = 0; from < valid.length; to += pitch - width)
    for (let x = 0; x < width; x++, from++, to++) if (!valid[from]) mask[to] = 0;
}
