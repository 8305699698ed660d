import { type LossValues, lossValues as valuesOfLoss } from "../engines/loss-values.ts";
import type { OptionsAndData } from "../engines/options-of.ts";
import type { Loss } from "../losses/loss.ts";
import { readLoss } from "../losses/read-loss.ts";

/**
 * The values that a loss is the average of, which other libraries return for `reduction="none"`: one for each pixel where
 * its formula is a mean (cross entropy, focal), else one for each image, or one for the batch; each times its pixel's weight,
 * and for each class that counts unless the formula adds them up. In float64. A loss that is trained on is one number:
 * `evaluate`.
 *
 * @throws Error when the parts of a sum have values of different shapes, and as `evaluate`
 *
 * @example lossValues("dice", { logits, targets, shape: [8, 64, 64, 3] }).shape // [8, 3]
 */
export function lossValues(loss: Loss | string, inputs: OptionsAndData): LossValues {
  return valuesOfLoss(readLoss(loss), inputs);
}
