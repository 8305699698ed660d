import { type Cells, type Loss, type Plan, type WasmFields, wasmFields } from "segloss";
import { type DataSet, dataError, type Sample } from "../data/index.ts";
import { planFor } from "./plan-for.ts";

type FieldRequest = Plan["fields"][number];

/**
 * The training images with the distance maps that a loss reads (`d1`, `d2`), made once for each image, so that they
 * are turned and flipped with it.
 */
export function withDistanceMaps(dataSet: DataSet, loss: Loss, channels: number): DataSet {
  const { fields: requests } = planFor(loss, channels, false);
  if (requests.length === 0) return dataSet;
  const fields = wasmFields();
  const images = dataSet.images.map((sample) => withMaps(fields, sample, requests, dataSet.ignore));
  return { ...dataSet, images };
}

function withMaps(
  fields: WasmFields,
  sample: Sample,
  requests: readonly FieldRequest[],
  ignore: number | undefined,
): Sample {
  const maps: Record<string, Float32Array> = { ...sample.maps };
  for (const { settings, d1, d2 } of requests) {
    const { cells, spacing = sample.spacing } = settings;
    const labels = cellLabels(fields, sample, cells, ignore);
    const distances = fields.nearestCells(labels, [sample.height, sample.width], spacing ? { spacing } : {});
    maps[d1] = distances.d1;
    maps[d2] = distances.d2;
  }
  return { ...sample, maps };
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
