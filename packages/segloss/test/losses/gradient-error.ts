import { type Loss, reference } from "segloss";
import type { GradientSetup } from "./gradient-setups.ts";

/** Far below the distances between random errors, so that their order stays; far above rounding. */
const STEP = 1e-5;

/**
 * Largest difference between the gradient and central differences of the value, relative to the largest slope
 * (absolute where that is below 1e-2).
 */
export function gradientError(loss: Loss, { options, inputs }: GradientSetup): number {
  const step = reference().compile(loss, options);
  const gradient = new Float64Array(inputs.logits.length);
  step.run({ ...inputs, gradient });
  const logits = Float64Array.from(inputs.logits);
  const at = (i: number, h: number): number => {
    logits[i] = inputs.logits[i] + h;
    const value = step.run({ ...inputs, logits });
    logits[i] = inputs.logits[i];
    return value;
  };
  const slopes = Array.from(logits, (_, i) => (at(i, STEP) - at(i, -STEP)) / (2 * STEP));
  const errors = slopes.map((slope, i) => Math.abs(slope - gradient[i]));
  return Math.max(...errors) / Math.max(...slopes.map(Math.abs), 1e-2);
}
