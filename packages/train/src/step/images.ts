import { COUNT, check, checkOptions, NUMBERS, required } from "segloss/door";
import type { Graph } from "../graph/graph.ts";
import type { Value } from "../graph/value.ts";

/** How raw images are brought to the scale that the network is trained on, per channel: (x - mean) / deviation. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** Checks that there is one finite mean and one positive deviation a channel. */
export function checkNormalization(normalization: Normalization, channels: number): void {
  checkOptions("normalization", normalization, { mean: required(NUMBERS), deviation: required(NUMBERS) });
  check("normalization: channels", channels, COUNT);
  const { mean, deviation } = normalization;
  if (mean.length !== channels || deviation.length !== channels) {
    throw new RangeError(
      `The normalization needs ${channels} means and deviations, one a channel; got ${mean.length} and ${deviation.length}.`,
    );
  }
  if (!mean.every(Number.isFinite) || !deviation.every((value) => Number.isFinite(value) && value > 0)) {
    throw new RangeError("The normalization needs finite means and deviations above 0; got others.");
  }
}

/**
 * Declares the input "images" and appends (images - mean) / deviation. It is part of every graph, so that a saved model
 * takes the same raw images as training did.
 */
export function inputImages(
  g: Graph,
  shape: readonly number[],
  normalization: Normalization | undefined,
): Value {
  const images = g.input("images", shape);
  if (normalization === undefined) return images;
  const perChannel = (data: readonly number[]) => g.constant(data, [1, data.length, 1, 1]);
  const centred = g.emit("Sub", [images, perChannel(normalization.mean)], shape);
  return g.emit("Div", [centred, perChannel(normalization.deviation)], shape);
}
