import type { CurvePoint, TrialTiming } from "../protocol/trial.ts";

/** Where a training stands, besides its network: what a checkpoint keeps. */
export interface Progress {
  /** Steps done. */
  readonly step: number;
  readonly curve: readonly CurvePoint[];
  /** Sum and number of the losses since the last point of the curve. */
  readonly lossSum: number;
  readonly lossCount: number;
  /** Whether the last assessment found one class everywhere. */
  readonly constant: boolean;
  /** So far, interruptions left out. */
  readonly timing: TrialTiming;
}

export const BEGINNING: Progress = {
  ...{ step: 0, curve: [], lossSum: 0, lossCount: 0, constant: false },
  timing: { setUp: 0, firstStep: 0, laterSteps: 0, validation: 0, test: 0 },
};

/** The same progress with seconds added to one of its durations. */
export function spent(progress: Progress, on: keyof TrialTiming, seconds: number): Progress {
  const { timing } = progress;
  return { ...progress, timing: { ...timing, [on]: timing[on] + seconds } };
}
