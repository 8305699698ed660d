import type { Cells, Plan, WasmFields } from "segloss";
import { dataError } from "../../data/data-error.ts";
import type { Sample } from "../../data/data-set.ts";

export type FieldRequest = Plan["fields"][number];

/** The distance maps of an image that a loss reads (`d1`, `d2`), [height, width] each. */
export function sampleMaps(
  fields: WasmFields,
  sample: Sample,
  requests: readonly FieldRequest[],
  ignore: number | undefined,
): Record<string, Float32Array> {
  const maps: Record<string, Float32Array> = {};
  for (const { settings, d1, d2 } of requests) {
    const { cells, spacing = sample.spacing } = settings;
    const labels = cellLabels(fields, sample, cells, ignore);
    const distances = fields.nearestCells(labels, [sample.height, sample.width], spacing ? { spacing } : {});
    maps[d1] = distances.d1;
    maps[d2] = distances.d2;
  }
  return maps;
}

/** One label per cell, 0 for what is no cell; ignored pixels are none. */
function cellLabels(
  fields: WasmFields,
  sample: Sample,
  cells: Cells,
  ignore: number | undefined,
): Int32Array {
  const { mask, instances, width, height, name } = sample;
  if (cells === "instances") {
    if (!instances)
      throw dataError(
        `cells="instances" needs numbered objects, which ${name} lacks; use cells="components", or 16-bit masks of objects`,
      );
    return Int32Array.from(instances);
  }
  const classes = Int32Array.from(mask, (label) => (label === ignore ? 0 : label));
  if (cells === "components") return fields.connectedComponents(classes, [height, width]).labels;
  return Int32Array.from(mask, (label) => (label === ignore ? 0 : label + 1));
}
