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
import { labelBits } from "./column-cells.ts";
import { FINISHES } from "./distance-passes.ts";
import { cellPasses, distancePasses, type FieldPasses } from "./field-passes.ts";
import type { FieldRoom, PlaneBytes } from "./field-room.ts";
import type { JobNumbers } from "./job.ts";
import { type FieldLayout, fieldLayout, fitsKernels, paddedPixels, pixelsOf } from "./layout.ts";
import { narrowLabels } from "./narrow-labels.ts";
import { putLabels } from "./upload.ts";
import { reserveComponents, wasmComponents } from "./wasm-components.ts";

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
  const reserve = (layout: FieldLayout, { planes, kernels }: FieldPasses): void => {
    room.prepare(layout, planes);
    room.load(kernels);
  };
  for (const { settings } of plan.fields) {
    const layout = layoutOf(plan, settings.spacing);
    if (!fitsKernels(layout)) continue;
    if (settings.cells === "components") reserveComponents(room, plan.setting.space);
    reserve(layout, cellPasses(layout, "lastCells"));
  }
  for (const { spacing } of plan.classFields) {
    const layout = layoutOf(plan, spacing);
    if (!fitsKernels(layout)) continue;
    room.load(["labelMask", "thresholdMask"]);
    reserve(layout, classPasses(plan, layout));
  }
}

/** Makes the fields of a plan for the whole batch and writes them to their planes. */
export function writeFields(step: StepFields): void {
  const { plan, inputs } = step;
  const { setting, fields, classFields } = plan;
  const valid = leavesOut(setting) ? validPixels(inputs, setting) : null;
  for (const request of fields)
    if (!writeCellDistances(step, request, valid))
      writeSlowly(step, { fields: [request], classFields: [] }, valid);
  for (const request of classFields)
    if (!writeClassField(step, request, valid))
      writeSlowly(step, { fields: [], classFields: [request] }, valid);
}

/** The reference's fields. */
function writeSlowly(
  step: StepFields,
  requests: Pick<Plan, "fields" | "classFields">,
  valid: Uint8Array | null,
): void {
  const { plan, inputs, room } = step;
  const made = makeFields({ ...plan, ...requests }, inputs, valid ?? validPixels(inputs, plan.setting));
  for (const [name, field] of Object.entries(made))
    new Float32Array(room.buffer(), planeOf(step, name).address, field.length).set(field);
}

function layoutOf({ setting }: Plan, spacing: readonly number[] | null | undefined): FieldLayout {
  return fieldLayout(setting.batch, setting.space, spacing ?? undefined);
}

function planeOf({ planes }: StepFields, name: string): Plane {
  return planes.find((plane) => plane.name === name) as Plane;
}

/** False when the kernels do not reach. */
function writeCellDistances(step: StepFields, request: FieldRequest, valid: Uint8Array | null): boolean {
  const { plan, inputs, room } = step;
  const { setting } = plan;
  const layout = layoutOf(plan, request.settings.spacing);
  if (!fitsKernels(layout)) return false;
  const pixels = pixelsPerImage(setting);
  // Components are found in the same memory: labels of all images come first.
  const labels = Array.from({ length: setting.batch }, (_, n) => {
    const kept = valid?.subarray(n * pixels, (n + 1) * pixels) ?? null;
    const wide = cellLabels(request.settings.cells, n, setting, inputs, kept, (classes) =>
      wasmComponents(room, classes, setting.space),
    );
    return narrowLabels(wide, labelBits(layout.slices));
  });
  const { planes, kernels } = cellPasses(layout, "lastCells");
  const places = room.prepare(layout, planes);
  const image = { ...layout, images: 1 };
  for (const [n, own] of labels.entries()) {
    if (!own) return false;
    putLabels(room.buffer(), (places.labels as number) + 4 * n * paddedPixels(image), own, image);
  }
  const [out1, out2] = [request.d1, request.d2].map((name) => planeOf(step, name).address);
  room.run(kernels, layout, { ...places, out1, out2 });
  return true;
}

/** With several classes the field has them side by side, and distances are made class by class. */
function classPasses({ setting }: Plan, layout: FieldLayout): FieldPasses {
  const { planes, kernels } = distancePasses(layout);
  return { planes: { ...planes, ...(setting.channels > 1 && { out1: 4 }) }, kernels };
}

/** False when the kernels do not reach. */
function writeClassField(step: StepFields, request: ClassFieldRequest, valid: Uint8Array | null): boolean {
  const { plan, room } = step;
  const { batch, channels } = plan.setting;
  const layout = layoutOf(plan, request.spacing);
  if (!fitsKernels(layout) || request.field === "smoothed" || request.above !== null) return false;
  const { planes, kernels } = classPasses(plan, layout);
  const { address } = planeOf(step, request.name);
  const places = { out1: address, ...room.prepare(layout, planes) };
  const pixels = pixelsOf(layout);
  const field = new Float32Array(room.buffer(), address, pixels * channels);
  const distances = new Float32Array(room.buffer(), places.out1, pixels);
  for (let c = 0; c < channels; c++) {
    makeMask(step, request, c, layout, places);
    if (valid) leaveOut(new Uint8Array(room.buffer(), places.mask, paddedPixels(layout)), valid, layout);
    room.run(kernels, layout, { ...places, finish: FINISHES.indexOf("signed") });
    if (request.field === "nearness")
      for (let n = 0; n < batch; n++)
        nearness(distances.subarray((n * pixels) / batch, ((n + 1) * pixels) / batch));
    if (channels > 1) for (let i = 0; i < pixels; i++) field[i * channels + c] = distances[i];
  }
  return true;
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
  const source = maskSource(step, of, c);
  if (source) {
    room.run(["threshold" in source ? "thresholdMask" : "labelMask"], layout, { ...planes, ...source });
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
function maskSource(step: StepFields, of: "targets" | "prediction", c: number): JobNumbers | null {
  const { setting } = step.plan;
  if (of === "targets" && setting.targets === "indices") {
    const { address, imageBytes, elementBytes } = planeOf(step, "label");
    const label = setting.channels === 1 ? 1 : c;
    return { source: address, sourceBytes: imageBytes, labelBytes: elementBytes, class: label };
  }
  if (of === "prediction" && setting.link === "softmax") return null;
  const plane = planeOf(step, of === "targets" ? "ysoft" : "z");
  if (plane.interleaved) return null;
  const threshold = of === "prediction" && setting.link === "sigmoid" ? 0 : 0.5;
  return { source: plane.address + c * plane.classBytes, sourceBytes: plane.imageBytes, threshold };
}

function leaveOut(mask: Uint8Array, valid: Uint8Array, { width, pitch }: FieldLayout): void {
  for (let from = 0, to = 0; from < valid.length; to += pitch - width)
    for (let x = 0; x < width; x++, from++, to++) if (!valid[from]) mask[to] = 0;
}
