import { type Loss, lossValues, needs } from "segloss";
import { IGNORED, type Picture, SIZE } from "../picture/picture.ts";

/**
 * What each pixel adds to a loss that is a mean of pixels, before it is divided by their number; null for a loss that is
 * none, and one that has no value here. On the reference engine: some tens of milliseconds.
 */
export function pixelValues(
  loss: Loss,
  { logits, truth, soft, cells, channels }: Picture,
): Float64Array | null {
  if (!needs(loss).pixelValues) return null;
  try {
    const { values } = lossValues(loss, {
      ...{ logits, targets: soft ?? truth, instances: cells, progress: 1, shape: [1, SIZE, SIZE, channels] },
      ...(!soft && truth.includes(IGNORED) && { ignore: IGNORED }),
    });
    return values;
  } catch {
    return null;
  }
}
