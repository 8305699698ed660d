import type { Loss } from "../losses/loss.ts";
import { parseLoss } from "../losses/parse-loss.ts";
import { defaultEngine } from "./default-engine.ts";
import type { CompileOptions, Engine, FloatArray, StepInputs } from "./engine.ts";
import { isEngineLimit } from "./engine-limit.ts";
import { reference } from "./reference/reference.ts";

/** Options and data of one evaluation. */
export interface EvaluateInputs
  extends Omit<CompileOptions, "weights" | "mask" | "targets">,
    Omit<StepInputs, "gradient"> {
  /**
   * Engine to run on. Default: for 4096 float32 logits or more a new wasm engine with one thread, where the host has
   * WebAssembly SIMD and the engine can do the loss; else the float64 reference, which is faster for few logits.
   */
  readonly engine?: Engine;
  /** Whether the gradient is wanted. Default true. */
  readonly gradient?: boolean;
}

export interface Evaluation {
  readonly value: number;
  /** Derivative with respect to the logits, of their shape and type; null when it was not wanted. */
  readonly gradient: FloatArray | null;
  /** Name of the engine that ran. */
  readonly engine: string;
}

/**
 * Value and gradient of a loss in one line: `evaluate("dice", { logits, targets, shape: [1, 64, 64, 1] })`.
 * To run a loss many times, compile it once with an engine.
 */
export function evaluate(loss: Loss | string, inputs: EvaluateInputs): Evaluation {
  const parsed = typeof loss === "string" ? parseLoss(loss) : loss;
  if (inputs.engine) return runOnce(parsed, inputs, inputs.engine);
  try {
    return runOnce(parsed, inputs, defaultEngine(inputs.logits));
  } catch (error) {
    if (!isEngineLimit(error)) throw error;
    return runOnce(parsed, inputs, reference());
  }
}

function runOnce(loss: Loss, inputs: EvaluateInputs, engine: Engine): Evaluation {
  const { engine: _, gradient: wanted = true, weights, mask, targets, ...rest } = inputs;
  const soft = targets instanceof Float32Array || targets instanceof Float64Array;
  const step = engine.compile(loss, {
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
  try {
    return { value: step.run(data), gradient, engine: engine.name };
  } finally {
    step.dispose();
  }
}
