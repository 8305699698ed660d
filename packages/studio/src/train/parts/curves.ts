import type { Moment } from "../worker/messages.ts";

/** What a loss has shown so far, in the training that is drawn. */
export interface Curve {
  /** Training loss of step 1, 2, ... */
  readonly losses: readonly number[];
  /** Step and Dice of the validation crops. */
  readonly dice: readonly (readonly [number, number])[];
}

export const NO_CURVE: Curve = { losses: [], dice: [] };

/** Curves with what has come; a training with another seed begins anew. */
export function withMoments(before: readonly Curve[], moments: readonly Moment[], repeat: number): Curve[] {
  return before.map((curve, loss) => {
    const own = moments.filter((one) => one.loss === loss && one.repeat === repeat);
    if (own.length === 0) return curve;
    return {
      losses: [...curve.losses, ...own.flatMap(({ losses }) => losses)],
      dice: [
        ...curve.dice,
        ...own.flatMap(({ points }) => points.map(({ step, dice }) => [step, dice] as const)),
      ],
    };
  });
}

/** Points of a line at most. */
const MOST = 200;

/** Step and mean of the losses of some neighbouring steps, so that a line has few points and little noise. */
export function smoothed(losses: readonly number[], steps: number): (readonly [number, number])[] {
  const each = Math.max(1, Math.ceil(steps / MOST), Math.ceil(steps / 60));
  return Array.from({ length: Math.ceil(losses.length / each) }, (_, k) => {
    const part = losses.slice(k * each, (k + 1) * each);
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    return [k * each + (part.length + 1) / 2, mean] as const;
  });
}
