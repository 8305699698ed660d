import { checkOptions, SHARE } from "segloss/door";
import type { Schedule } from "../schedules/schedule.ts";
import { RATE, scheduleOf } from "../schedules/schedule-of.ts";
import type { Optimizer } from "./optimizer.ts";

export interface SgdOptions {
  /** Learning rate, or a schedule. Default 1e-2. */
  readonly rate?: number | Schedule;
  /** Part of the last direction that is kept; 0 is plain gradient descent. Default 0.9. */
  readonly momentum?: number;
}

/** Stochastic gradient descent with momentum, as in PyTorch: b <- momentum * b + gradient; p <- p - rate * b. */
export function sgd(options: SgdOptions = {}): Optimizer {
  checkOptions("sgd", options, { rate: RATE, momentum: SHARE });
  const { rate = 1e-2, momentum = 0.9 } = options;
  const schedule = scheduleOf(rate);
  return {
    description: { kind: "sgd", rate: schedule(1), momentum },
    slots: ["direction"],
    scalarsAt: (step) => [schedule(step)],
    update(g, { parameters, gradient, slots: [direction], scalars: [now] }) {
      const { shape } = parameters;
      const kept = g.emit("Mul", [direction, g.constant(momentum)], shape);
      const next = g.emit("Add", [kept, gradient], shape);
      const moved = g.emit("Sub", [parameters, g.emit("Mul", [next, now], shape)], shape);
      return { parameters: moved, slots: [next] };
    },
  };
}
