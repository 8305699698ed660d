import { kernelsNamed } from "../kernels/kernel-sets.ts";
import type { Plan } from "../plan/plan.ts";
import type { StepInputs } from "./engine.ts";

/** The fields of a plan over the whole batch, by symbol, as `makeFields` makes them. */
export function planFields(plan: Plan, inputs: StepInputs, valid: Uint8Array): Record<string, Float64Array> {
  if (plan.fields.length + plan.classFields.length === 0) return {};
  return kernelsNamed("fields", plan.kernels).reference(plan, inputs, valid);
}
