import type { Loss } from "../losses/loss.ts";
import { parseLoss } from "../losses/parse-loss.ts";
import type { CompileOptions, Engine, FloatArray, StepInputs } from "./engine.ts";
import { reference } from "./reference/reference.ts";

/** Options and data of one evaluation. */
export interface EvaluateInputs
  extends Omit<CompileOptions, "weights" | "mask" | "targets">,
    Omit<StepInputs, "gradient"> {
  /** Engine to run on; default a new reference engine. */
  readonly engine?: Engine;
  /** Whether the gradient is wanted. Default true. */
  readonly gradient?: boolean;
}

export interface Evaluation {
  readonly value: number;
  /** Derivative with respect to the logits, of their shape and type; null when it was not wanted. */
  readonly gradient: FloatArray | null;
}

/**
 * Value and gradient of a loss in one line: `evaluate("dice", { logits, targets, shape: [1, 64, 64, 1] })`.
 * To run a loss many times, compile it once with an engine.
 */
export function evaluate(loss: Loss | string, inputs: EvaluateInputs): Evaluation {
  const { engine = reference(), gradient: wanted = true, weights, mask, targets, ...rest } = inputs;
  const soft = targets instanceof Float32Array || targets instanceof Float64Array;
  const step = engine.compile(typeof loss === "string" ? parseLoss(loss) : loss, {
    ...rest,
    targets: soft ? "soft" : "indices",
    weights: weights !== undefined,
    mask: mask !== undefined,
  });
  const make = inputs.logits instanceof Float64Array ? Float64Array : Float32Array;
  const gradient = wanted ? new make(inputs.logits.length) : null;
  const data = {
    ...rest,
    targets,
    ...(weights && { weights }),
    ...(mask && { mask }),
    ...(gradient && { gradient }),
  };
  const value = step.run(data);
  step.dispose();
  return { value, gradient };
}
