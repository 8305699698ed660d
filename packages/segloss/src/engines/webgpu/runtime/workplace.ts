import type { Plan } from "../../../plan/plan.ts";
import type { LiveDevice } from "./device-state.ts";
import { type KnownBuffers, knownBuffers } from "./known-buffers.ts";
import { type StepBuffers, stepBuffers } from "./step-buffers.ts";
import type { StepKernels } from "./step-kernels.ts";
import { type Uniforms, uniformsOf } from "./uniforms.ts";

/** What a step has of its device. */
export interface Workplace {
  readonly plan: Plan;
  readonly live: LiveDevice;
  /** Those of a run with the gradient. */
  readonly kernels: StepKernels;
  readonly buffers: StepBuffers;
  readonly known: KnownBuffers;
  readonly uniforms: Uniforms;
  dispose(): void;
}

export function makeWorkplace(plan: Plan, live: LiveDevice, kernels: StepKernels): Workplace {
  const buffers = stepBuffers(live.device);
  const uniforms = uniformsOf(live.device);
  return {
    ...{ plan, live, kernels, buffers, uniforms },
    known: knownBuffers(live.pipelines),
    dispose() {
      buffers.dispose();
      uniforms.dispose();
    },
  };
}
