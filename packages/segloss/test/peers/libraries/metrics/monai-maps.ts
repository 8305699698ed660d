import { generalizedDiceOf, labelQuality, type MapScore, predictionVariance } from "segloss/metrics";
import { maskCounts, named } from "../../metric-call.ts";
import { type Nested, type PeerCase, valuesOf, type WrittenArray } from "../../peer-case.ts";
import type { PeerCall } from "../../peer-library.ts";
import { reduced, rows } from "./monai-channels.ts";

const POWERS = { square: 2, simple: 1, uniform: 0 } as const;

/** Of all classes of an image together, or of each alone, as the reduction says; without anything 1. */
export const generalizedDice =
  (how?: string): PeerCall =>
  (each) => {
    const { weight_type = "square", reduction = how, sum_over_classes } = each.options;
    const power = named(POWERS, weight_type);
    const isTogether =
      reduction === undefined
        ? sum_over_classes === true
        : ["mean", "sum", "mean_channel", "sum_channel"].includes(String(reduction));
    const values = rows(each).map((row) => {
      const counts = row.map(maskCounts);
      return (isTogether ? [counts] : counts.map((one) => [one])).map((some) => {
        const value = generalizedDiceOf(some, { power });
        return Number.isNaN(value) ? 1 : value;
      });
    });
    return reduced(values, reduction as string | undefined);
  };

/** The images of [images, channels, ...], their first channels left out where the options say so. */
function imagesOf({ options }: PeerCase, { shape, ...array }: WrittenArray): Float64Array[] {
  const values = valuesOf({ shape, ...array });
  const size = values.length / shape[0];
  const first = options.include_background === false && shape[1] > 1 ? size / shape[1] : 0;
  return Array.from({ length: shape[0] }, (_, k) => values.subarray(k * size + first, (k + 1) * size));
}

const PARTS = {
  sum: ({ sum }: MapScore): Nested => sum,
  mean: ({ mean }: MapScore): Nested => mean,
  none: ({ map }: MapScore): Nested => [...map],
} as const;

/** One number an image, or the map. */
export function labelQualityScore(each: PeerCase): Nested {
  const { scalar_reduction = each.call === "LabelQualityScore" ? "sum" : "mean" } = each.options;
  const labels = imagesOf(each, each.truth as WrittenArray);
  return imagesOf(each, each.predicted as WrittenArray).map((image, k) =>
    named(PARTS, scalar_reduction)(labelQuality(image, labels[k])),
  );
}

/** Of [repeats, channels, ...]; each channel of each repeat is one repeat. */
export const variance =
  (how: "sum" | "mean"): PeerCall =>
  (each) => {
    const { scalar_reduction = how, spatial_map, threshold } = each.options;
    const { shape } = each.predicted as WrittenArray;
    const size = shape.slice(2).reduce((a, b) => a * b, 1);
    const repeats = imagesOf(each, each.predicted as WrittenArray).flatMap((image) =>
      Array.from({ length: image.length / size }, (_, c) => image.subarray(c * size, (c + 1) * size)),
    );
    const floor = threshold === undefined ? undefined : Number(threshold);
    return named(PARTS, spatial_map ? "none" : scalar_reduction)(predictionVariance(repeats, floor));
  };
