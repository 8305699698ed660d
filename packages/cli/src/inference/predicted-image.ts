import type { Sample } from "../data/index.ts";

export type PredictedImage = Pick<Sample, "width" | "height" | "image">;
