import { type Loss, wasmFields } from "segloss";
import type { DataSet } from "../data/index.ts";
import { planFor } from "./plan-for.ts";
import { sampleMaps } from "./trial/sample-maps.ts";

/**
 * The training images with the distance maps that a loss reads (`d1`, `d2`), made once for each image, so that they
 * are turned and flipped with it.
 */
export function withDistanceMaps(dataSet: DataSet, loss: Loss, channels: number): DataSet {
  const { fields: requests } = planFor(loss, channels, false);
  if (requests.length === 0) return dataSet;
  const fields = wasmFields();
  const images = dataSet.images.map((sample) => ({
    ...sample,
    maps: { ...sample.maps, ...sampleMaps(fields, sample, requests, dataSet.ignore) },
  }));
  return { ...dataSet, images };
}
