import { connectedComponents, nearestCells } from "../fields/index.ts";
import type { Cells } from "../losses/loss.ts";
import type { FieldRequest, Plan } from "../plan/plan.ts";
import { pixelsPerImage, type Setting } from "../plan/setting.ts";
import type { StepInputs } from "./engine.ts";
import { valueIndex } from "./pixel-order.ts";

/** The fields of a plan over the whole batch, by symbol: distances in units of the spacing, [batch, ...space]. */
export function makeFields(plan: Plan, inputs: StepInputs): Record<string, Float64Array> {
  const fields: Record<string, Float64Array> = {};
  for (const request of plan.fields) Object.assign(fields, cellDistances(request, plan.setting, inputs));
  return fields;
}

function cellDistances(
  request: FieldRequest,
  setting: Setting,
  inputs: StepInputs,
): Record<string, Float64Array> {
  const { cells, spacing } = request.settings;
  const pixels = pixelsPerImage(setting);
  const d1 = new Float64Array(setting.batch * pixels);
  const d2 = new Float64Array(setting.batch * pixels);
  for (let n = 0; n < setting.batch; n++) {
    const labels = cellLabels(cells, n, setting, inputs);
    const distances = nearestCells(labels, setting.space, spacing ? { spacing } : {});
    d1.set(distances.d1, n * pixels);
    d2.set(distances.d2, n * pixels);
  }
  return { [request.d1]: d1, [request.d2]: d2 };
}

/** One label per cell, 0 for what is no cell. */
function cellLabels(cells: Cells, n: number, setting: Setting, inputs: StepInputs): Int32Array {
  const pixels = pixelsPerImage(setting);
  if (cells === "instances") {
    if (!inputs.instances) {
      throw new Error(
        'The distance is to the nearest instances: pass instances [batch, ...space], or use cells: "components".',
      );
    }
    return Int32Array.from(inputs.instances.subarray(n * pixels, (n + 1) * pixels));
  }
  const classes = classMap(n, setting, inputs);
  if (cells === "components") return connectedComponents(classes, setting.space).labels;
  return classes.map((label, i) =>
    isIgnored(label, setting) || inputs.mask?.[n * pixels + i] === 0 ? 0 : label + 1,
  );
}

function isIgnored(label: number, setting: Setting): boolean {
  return setting.ignore.includes(label);
}

/** Class of every pixel of an image; ignored ones are background. Soft targets: the most likely class. */
function classMap(n: number, setting: Setting, inputs: StepInputs): Int32Array {
  const { channels, targets } = setting;
  const pixels = pixelsPerImage(setting);
  const index = valueIndex(setting);
  return Int32Array.from({ length: pixels }, (_, i) => {
    if (targets === "indices") {
      const label = inputs.targets[n * pixels + i];
      return isIgnored(label, setting) || inputs.mask?.[n * pixels + i] === 0 ? 0 : label;
    }
    if (channels === 1) return inputs.targets[index(n, i, 0)] > 0.5 ? 1 : 0;
    let top = 0;
    for (let c = 1; c < channels; c++)
      if (inputs.targets[index(n, i, c)] > inputs.targets[index(n, i, top)]) top = c;
    return top;
  });
}
