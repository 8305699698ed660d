import type { Sample } from "../data/index.ts";

/** The truth of an image. */
export type MeasuredTruth = Pick<Sample, "width" | "height" | "mask" | "instances" | "spacing">;
