import type { Plan } from "../../../plan/plan.ts";
import type { StepInputs } from "../../engine.ts";
import { makeFields } from "../../make-fields.ts";
import { validPixels } from "../../valid-pixels.ts";

/** The fields of a plan in single precision, by name. */
export function makeFieldPlanes(plan: Plan, inputs: StepInputs): Record<string, Float32Array> {
  const fields = makeFields(plan, inputs, validPixels(inputs, plan.setting));
  return Object.fromEntries(
    Object.entries(fields).map(([name, values]) => [name, Float32Array.from(values)]),
  );
}
