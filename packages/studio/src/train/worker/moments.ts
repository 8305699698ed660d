import type { CurvePoint } from "@segloss/cli/training";
import type { Moment } from "./messages.ts";

/** Milliseconds between two messages: often enough for the eye. */
const PACE = 100;

/** Gathers the numbers of trainings and tells them now and then. */
export interface Moments {
  step(loss: number, repeat: number, step: number, value: number): void;
  point(loss: number, repeat: number, point: CurvePoint): void;
  /** Tells what is left. */
  flush(): void;
}

export function makeMoments(tell: (moments: readonly Moment[]) => void): Moments {
  const gathered = new Map<string, Moment & { steps: number[]; losses: number[]; points: CurvePoint[] }>();
  let told = performance.now();
  const of = (loss: number, repeat: number) => {
    const key = `${loss}/${repeat}`;
    const known = gathered.get(key) ?? { loss, repeat, steps: [], losses: [], points: [] };
    gathered.set(key, known);
    return known;
  };
  const flush = () => {
    if (gathered.size > 0) tell([...gathered.values()]);
    gathered.clear();
    told = performance.now();
  };
  const tellInTime = () => {
    if (performance.now() - told > PACE) flush();
  };
  return {
    flush,
    step(loss, repeat, step, value) {
      const moment = of(loss, repeat);
      moment.steps.push(step);
      moment.losses.push(value);
      tellInTime();
    },
    point(loss, repeat, point) {
      of(loss, repeat).points.push(point);
      tellInTime();
    },
  };
}
