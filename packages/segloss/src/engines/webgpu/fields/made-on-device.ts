import type { ClassFieldRequest } from "../../../plan/class-fields.ts";
import type { PlanFields } from "../../../plan/plan.ts";

/** Whether kernels make a field; the others are made on the host, and uploaded. */
export function isMadeOnDevice({ field }: ClassFieldRequest): boolean {
  return field !== "smoothed";
}

/** Whether something of a plan is computed on the host. */
export function needsHost({ classFields }: Pick<PlanFields, "classFields">): boolean {
  return classFields.some((request) => !isMadeOnDevice(request));
}
