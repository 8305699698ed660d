import { checkOptions, type Kind, POSITIVE, SHARE } from "segloss/door";
import type { Graph } from "../graph/graph.ts";
import type { Value } from "../graph/value.ts";
import { AT_LEAST_0 } from "../schedules/at-least-0.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { RATE, scheduleOf } from "../schedules/schedule-of.ts";
import type { Optimizer } from "./optimizer.ts";

export interface AdamOptions {
  /** Learning rate, or a schedule. Default 1e-3. */
  readonly rate?: number | Schedule;
  /** Decay of the running mean of the gradient. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the running mean of its square. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second mean. Default 1e-8. */
  readonly epsilon?: number;
  /** Decoupled weight decay per step, in units of the rate (Loshchilov and Hutter, 2019). Default 0. */
  readonly weightDecay?: number;
}

/** Decays that are 1 would keep nothing new. */
const DECAY: Kind = {
  expected: "a number of at least 0 and below 1",
  fits: (x) => SHARE.fits(x) && (x as number) < 1,
};

const OPTIONS = { rate: RATE, beta1: DECAY, beta2: DECAY, epsilon: POSITIVE, weightDecay: AT_LEAST_0 };

/** Running mean: decay * mean + (1 - decay) * sample. */
function runningMean(g: Graph, mean: Value, sample: Value, decay: number): Value {
  const { shape } = mean;
  const kept = g.emit("Mul", [mean, g.constant(decay)], shape);
  return g.emit("Add", [kept, g.emit("Mul", [sample, g.constant(1 - decay)], shape)], shape);
}

/**
 * Adam: Kingma and Ba, 2015, in the order of operations of PyTorch:
 * p <- p - rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon).
 */
export function adam(options: AdamOptions = {}): Optimizer {
  checkOptions("adam", options, OPTIONS);
  const { rate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  const schedule = scheduleOf(rate);
  return {
    description: { kind: "adam", rate: schedule(1), beta1, beta2, epsilon, weightDecay },
    slots: ["mean", "square"],
    // The corrections 1 - beta^t cancel badly in float32, so they are fed rather than computed in the graph.
    scalarsAt(step) {
      const now = schedule(step);
      return [now, now / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step)];
    },
    update(g, { parameters, gradient, slots: [mean, square], scalars: [now, stepSize, correction] }) {
      const { shape } = parameters;
      const newMean = runningMean(g, mean, gradient, beta1);
      const newSquare = runningMean(g, square, g.emit("Mul", [gradient, gradient], shape), beta2);
      const root = g.emit("Mul", [g.emit("Sqrt", [newSquare], shape), correction], shape);
      const direction = g.emit("Div", [newMean, g.emit("Add", [root, g.constant(epsilon)], shape)], shape);
      const decayed = weightDecay ? decay(g, parameters, now, weightDecay) : parameters;
      const moved = g.emit("Sub", [decayed, g.emit("Mul", [direction, stepSize], shape)], shape);
      return { parameters: moved, slots: [newMean, newSquare] };
    },
  };
}

/** parameters * (1 - rate * weightDecay). */
function decay(g: Graph, parameters: Value, rate: Value, weightDecay: number): Value {
  const part = g.emit("Mul", [rate, g.constant(weightDecay)], []);
  const factor = g.emit("Sub", [g.constant(1), part], []);
  return g.emit("Mul", [parameters, factor], parameters.shape);
}
