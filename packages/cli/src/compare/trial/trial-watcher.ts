import type { CurvePoint } from "../protocol/trial.ts";

/** Told about a training under way. */
export interface TrialWatcher {
  onStep(step: number, loss: number): void;
  onPoint(point: CurvePoint): void;
  /** Whether the training shall stop at its next step: it leaves a checkpoint and no result. */
  cancelled(): boolean;
}
