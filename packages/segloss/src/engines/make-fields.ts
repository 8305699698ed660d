import { type Components, connectedComponents, nearestCells } from "../fields/index.ts";
import type { Cells } from "../losses/loss.ts";
import type { FieldRequest } from "../plan/field-request.ts";
import type { Plan } from "../plan/plan.ts";
import { pixelsPerImage, type Setting } from "../plan/setting.ts";
import { makeClassField } from "./class-fields.ts";
import type { StepInputs } from "./engine.ts";
import { valueIndex } from "./pixel-order.ts";

/**
 * The fields of a plan over the whole batch, by symbol: distances in units of the spacing, [batch, ...space], those of
 * classes [batch, ...space, channels].
 */
export function makeFields(plan: Plan, inputs: StepInputs, valid: Uint8Array): Record<string, Float64Array> {
  const fields: Record<string, Float64Array> = {};
  for (const request of plan.fields)
    Object.assign(fields, cellDistances(request, plan.setting, inputs, valid));
  for (const request of plan.classFields)
    fields[request.name] = makeClassField(request, plan.setting, inputs, valid);
  return fields;
}

function cellDistances(
  request: FieldRequest,
  setting: Setting,
  inputs: StepInputs,
  valid: Uint8Array,
): Record<string, Float64Array> {
  const { cells, spacing } = request.settings;
  const pixels = pixelsPerImage(setting);
  const d1 = new Float64Array(setting.batch * pixels);
  const d2 = new Float64Array(setting.batch * pixels);
  for (let n = 0; n < setting.batch; n++) {
    const labels = cellLabels(cells, n, setting, inputs, valid.subarray(n * pixels, (n + 1) * pixels));
    const distances = nearestCells(labels, setting.space, spacing ? { spacing } : {});
    d1.set(distances.d1, n * pixels);
    d2.set(distances.d2, n * pixels);
  }
  return { [request.d1]: d1, [request.d2]: d2 };
}

/**
 * One label per cell of an image, 0 for what is no cell. What is made from the targets has no cells at pixels that are
 * left out; instances are the caller's and stay as given.
 *
 * @param valid 1 for each pixel of the image that counts; null when all do
 * @param connect finds the connected components of an image
 */
export function cellLabels(
  cells: Cells,
  n: number,
  setting: Setting,
  inputs: StepInputs,
  valid: Uint8Array | null,
  connect: (classes: Int32Array) => Components = (classes) => connectedComponents(classes, setting.space),
): Int32Array {
  const keep = (labels: Int32Array): Int32Array =>
    valid ? labels.map((label, i) => (valid[i] ? label : 0)) : labels;
  if (cells === "instances") return instanceLabels(n, setting, inputs);
  const classes = classMap(n, setting, inputs);
  if (cells === "components") return connect(keep(classes)).labels;
  return keep(classes.map((label) => label + 1));
}

function instanceLabels(n: number, setting: Setting, { instances }: StepInputs): Int32Array {
  if (!instances) throw noInstances();
  const pixels = pixelsPerImage(setting);
  return Int32Array.from(instances.subarray(n * pixels, (n + 1) * pixels));
}

/** The error for distances to instances of which there are none. */
export function noInstances(): Error {
  return new Error(
    'The distance is to the nearest instances: pass instances [batch, ...space], or use cells: "components".',
  );
}

/** Class of every pixel of an image. Soft targets: the most likely class. */
function classMap(n: number, setting: Setting, { targets }: StepInputs): Int32Array {
  const { channels } = setting;
  const pixels = pixelsPerImage(setting);
  const index = valueIndex(setting);
  if (setting.targets === "indices") return Int32Array.from(targets.subarray(n * pixels, (n + 1) * pixels));
  return Int32Array.from({ length: pixels }, (_, i) => {
    if (channels === 1) return targets[index(n, i, 0)] > 0.5 ? 1 : 0;
    let top = 0;
    for (let c = 1; c < channels; c++) if (targets[index(n, i, c)] > targets[index(n, i, top)]) top = c;
    return top;
  });
}
