import { type EvaluateInputs, type Evaluation, evaluate as evaluateLoss } from "../engines/evaluate.ts";
import type { Loss } from "../losses/loss.ts";
import { readLoss } from "../losses/read-loss.ts";

/**
 * Value and gradient of a loss in one line: `evaluate("dice", { logits, targets, shape: [1, 64, 64, 1] })`.
 * To run a loss many times, compile it once with an engine. `segloss/objects` has the same for losses as objects alone, without
 * the parser.
 */
export function evaluate(loss: Loss | string, inputs: EvaluateInputs): Evaluation {
  return evaluateLoss(readLoss(loss), inputs);
}
