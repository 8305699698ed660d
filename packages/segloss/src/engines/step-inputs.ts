import type { StepInputs } from "./engine.ts";

/** Names of what a run is given, on every engine. */
export const STEP_INPUTS: Readonly<Record<keyof StepInputs, true>> = {
  logits: true,
  targets: true,
  weights: true,
  mask: true,
  instances: true,
  maps: true,
  progress: true,
  parameters: true,
  gradient: true,
};
