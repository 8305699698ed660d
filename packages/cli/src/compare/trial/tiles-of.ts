import type { ImageSource } from "../../data/image-source.ts";
import type { PredictImageOptions } from "../../inference/predict-bands.ts";
import { outputsOf } from "../protocol/outputs-of.ts";
import type { Plan } from "../protocol/plan.ts";

/** How images are predicted whole. */
export function tilesOf({ training, network, regions }: Plan, source: ImageSource): PredictImageOptions {
  const { size, batch } = training;
  return {
    ...{ channels: source.channels, outputs: outputsOf(source, regions).channels, size, batch },
    multiple: 2 ** (network.depth - 1),
  };
}
