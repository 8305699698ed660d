import type { Plan } from "../../../plan/plan.ts";
import type { StepInputs } from "../../engine.ts";
import { makeFields } from "../../make-fields.ts";
import { validPixels } from "../../valid-pixels.ts";
import { isMadeOnDevice } from "./made-on-device.ts";

/** The fields of a plan that are made on the host, in single precision, by name. */
export function makeFieldPlanes(plan: Plan, inputs: StepInputs): Record<string, Float32Array> {
  const classFields = plan.classFields.filter((request) => !isMadeOnDevice(request));
  const fields = makeFields({ ...plan, fields: [], classFields }, inputs, validPixels(inputs, plan.setting));
  return Object.fromEntries(
    Object.entries(fields).map(([name, values]) => [name, Float32Array.from(values)]),
  );
}
