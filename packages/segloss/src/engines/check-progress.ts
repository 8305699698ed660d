import type { Plan } from "../plan/plan.ts";

/** The progress of a run; losses that do not change while a network is trained take any, and none. */
export function checkProgress(progress: number | undefined, { usesProgress }: Plan): number {
  if (!usesProgress) return 0;
  if (progress === undefined)
    throw new Error(
      "This loss changes while a network is trained: pass progress, 0 at the start of the training and 1 at its end.",
    );
  if (!(progress >= 0 && progress <= 1))
    throw new Error(`progress must be from 0, the start of the training, to 1, its end; got ${progress}.`);
  return progress;
}
