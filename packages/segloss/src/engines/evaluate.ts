import { check } from "../door/check.ts";
import { checkSpelling } from "../door/check-spelling.ts";
import type { Kind } from "../door/kind.ts";
import { BOOLEAN, having, RECORD } from "../door/kinds.ts";
import { checkedLoss } from "../losses/checked-loss.ts";
import type { Loss } from "../losses/loss.ts";
import { isEngineLimit } from "../program/engine-limit.ts";
import { defaultEngine } from "./default-engine.ts";
import type { Engine, FloatArray } from "./engine.ts";
import { notesOn } from "./notes-on.ts";
import { OPTIONS_AND_DATA, type OptionsAndData, optionsOf } from "./options-of.ts";
import { readFloats } from "./read-floats.ts";
import { reference } from "./reference/reference.ts";

/** Options and data of one evaluation. */
export interface EvaluateInputs extends OptionsAndData {
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
  /** What is allowed and most often not meant, a sentence each: probabilities given as logits, an unlikely layout. */
  readonly notes: readonly string[];
}

const OPTIONS: Readonly<Record<keyof EvaluateInputs, Kind>> = {
  ...OPTIONS_AND_DATA,
  engine: having("an engine", "compile"),
  gradient: BOOLEAN,
};

/**
 * Value and gradient of a loss in one line: `evaluate(dice(), { logits, targets, shape: [1, 64, 64, 1] })`.
 * To run a loss many times, compile it once with an engine.
 */
export function evaluate(loss: Loss, inputs: EvaluateInputs): Evaluation {
  const checked = checkedLoss(loss);
  check("evaluate: inputs", inputs, RECORD);
  checkSpelling("evaluate", inputs, OPTIONS);
  if (inputs.engine !== undefined) check("evaluate: engine", inputs.engine, OPTIONS.engine);
  if (inputs.gradient !== undefined) check("evaluate: gradient", inputs.gradient, OPTIONS.gradient);
  checkPresent(inputs);
  const given = { ...inputs, logits: readFloats("logits", inputs.logits) };
  if (inputs.engine) return runOnce(checked, given, inputs.engine);
  try {
    return runOnce(checked, given, defaultEngine(given.logits));
  } catch (error) {
    if (!isEngineLimit(error)) throw error;
    return runOnce(checked, given, reference());
  }
}

function checkPresent({ logits, targets }: EvaluateInputs): void {
  if (logits && targets) return;
  throw new Error(`Expected logits and targets, got no ${logits ? "targets" : "logits"}.`);
}

function runOnce(loss: Loss, inputs: EvaluateInputs, engine: Engine): Evaluation {
  const { engine: _, gradient: wanted = true, shape: _s, layout, link: _l, ignore: _i, ...data } = inputs;
  const step = engine.compile(loss, optionsOf(inputs));
  const { logits } = data;
  const make = logits instanceof Float64Array ? Float64Array : Float32Array;
  const gradient = wanted ? new make(logits.length) : null;
  try {
    const value = step.run({ ...data, ...(gradient && { gradient }) });
    const notes = notesOn(logits, step.plan.setting, layout !== undefined);
    return { value, gradient, engine: engine.name, notes };
  } finally {
    step.dispose();
  }
}
