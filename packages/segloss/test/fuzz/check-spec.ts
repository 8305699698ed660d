import { type Engine, type Loss, reference, type Step, type StepInputs } from "segloss";
import { topological } from "../../src/formula/expression.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { compare, mayOverflow } from "./compare.ts";
import { type Expected, expectation } from "./expected.ts";
import { inputsOf, optionsOf } from "./make-inputs.ts";
import type { Precision } from "./rounded.ts";
import { lossOf, type Spec } from "./spec.ts";

/** What became of a case. */
export type Outcome =
  | { readonly kind: "agrees"; readonly tellsValue: boolean; readonly tellsGradient: boolean }
  /** The formula or its options mean nothing here. */
  | { readonly kind: "invalid" }
  /** The reference has no finite value or gradient. */
  | { readonly kind: "undefined" }
  /** Beyond single precision, or what the engine says that it cannot do. */
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "differs"; readonly problem: string };

export const WASM_PRECISION: Precision = { operation: 6e-8, sum: 1.2e-7 };

/** The runs of a case: fresh steps, others left out each time. */
export const RUNS = 2;

interface Prepared {
  readonly loss: Loss;
  readonly runs: readonly { readonly inputs: StepInputs; readonly expected: Expected }[];
}

/** The loss and what its runs should give, or why there is nothing to compare. */
export function prepareSpec(spec: Spec, precision: Precision): Prepared | Outcome {
  let loss: Loss;
  let step: Step;
  try {
    loss = lossOf(spec);
    step = reference().compile(loss, optionsOf(spec.setting));
    if (hasInfinity(step.plan)) return { kind: "invalid" };
  } catch {
    return { kind: "invalid" };
  }
  try {
    const expected = expectation(step, precision);
    const inputs = Array.from({ length: RUNS }, (_, run) => inputsOf(spec.setting, run));
    return { loss, runs: inputs.map((given) => ({ inputs: given, expected: expected(given) })) };
  } catch (error) {
    if (!/^The (value of the loss|gradient) is/.test((error as Error).message)) throw error;
    return { kind: "undefined" };
  }
}

/** Whether a constant of the formula is infinite: something was divided by 0 before there was any data. */
function hasInfinity({ scopes }: Plan): boolean {
  return topological(scopes.flatMap(({ value, gradient }) => [value, gradient])).some(
    (e) => e.kind === "number" && !Number.isFinite(e.value),
  );
}

/** A case on an engine: value and gradient, the value alone, and both again on other data. */
export function checkSpec(spec: Spec, engine: Engine): Outcome {
  const prepared = prepareSpec(spec, WASM_PRECISION);
  if ("kind" in prepared) return prepared;
  try {
    const step = engine.compile(prepared.loss, optionsOf(spec.setting));
    try {
      return runAll(prepared, step);
    } finally {
      step.dispose();
    }
  } catch (error) {
    return refusal(error, prepared);
  }
}

function refusal(error: unknown, { runs }: Prepared): Outcome {
  const { message, stack = "" } = error as Error;
  if (/cannot compile/.test(message)) return { kind: "refused", why: message.split(":")[0] };
  const isRange = /^The (value of the loss|gradient) is/.test(message);
  if (isRange && runs.some(({ expected }) => mayOverflow(expected)))
    return { kind: "refused", why: "beyond single precision" };
  return { kind: "differs", problem: `throws ${message}\n${isRange ? "" : stack}` };
}

function runAll({ runs }: Prepared, step: Step): Outcome {
  let [tellsValue, tellsGradient] = [true, true];
  for (const [run, { inputs, expected }] of runs.entries()) {
    const gradient = new Float32Array(inputs.logits.length).fill(7);
    const both = compare(step.run({ ...inputs, gradient }), gradient, expected);
    const alone = compare(step.run(inputs), null, expected);
    if (both.problem !== null) return { kind: "differs", problem: `run ${run}: ${both.problem}` };
    if (alone.problem !== null)
      return { kind: "differs", problem: `run ${run}, value alone: ${alone.problem}` };
    tellsValue &&= both.tellsValue;
    tellsGradient &&= both.tellsGradient;
  }
  return { kind: "agrees", tellsValue, tellsGradient };
}
