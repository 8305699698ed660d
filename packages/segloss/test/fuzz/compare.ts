import type { Expected } from "./expected.ts";

/** What a comparison came to. */
export interface Verdict {
  /** What is wrong, or null. */
  readonly problem: string | null;
  /** Whether the bounds were narrow enough for a wrong sign or factor to show. */
  readonly tellsValue: boolean;
  readonly tellsGradient: boolean;
}

/** Errors of higher order, and what an engine does in another order than the formula's. */
const SAFETY = 4;
/** Bounds as wide as this part of what is compared tell nothing. */
const TOO_WIDE = 1e-2;
const LARGEST = 1e38;
/** Elements of a gradient that are so small beside its largest are noise of ranks and of p that rounds to 1. */
const NEGLIGIBLE = 1e-9;

/** An engine's value and gradient beside what they should be. */
export function compare(value: number, gradient: Float32Array | null, expected: Expected): Verdict {
  const limit = SAFETY * expected.valueError + 1e-37;
  const tellsValue = !(limit > TOO_WIDE * Math.max(Math.abs(expected.value), 1e-4));
  const off = Math.abs(value - expected.value);
  if (tellsValue && !(off <= limit))
    return fail(`value ${value}, expected ${expected.value}, off by ${off}, at most ${limit}`);
  const size = Math.hypot(...expected.gradient);
  const largest = expected.gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
  const width = SAFETY * Math.hypot(...expected.gradientError);
  const tellsGradient = gradient !== null && !(width > TOO_WIDE * Math.max(size, 1e-6));
  for (let i = 0; gradient && i < gradient.length; i++) {
    const bound = SAFETY * expected.gradientError[i] + NEGLIGIBLE * largest + 1e-37;
    if (!(bound < Number.POSITIVE_INFINITY)) continue;
    const apart = Math.abs(gradient[i] - expected.gradient[i]);
    if (!(apart <= bound))
      return fail(
        `gradient[${i}] ${gradient[i]}, expected ${expected.gradient[i]}, off by ${apart}, at most ${bound} (norm ${size})`,
      );
  }
  return { problem: null, tellsValue, tellsGradient };
}

const fail = (problem: string): Verdict => ({ problem, tellsValue: true, tellsGradient: true });

/** Whether single precision cannot hold the result, or may not: then an engine may refuse. */
export function mayOverflow({ value, valueError, gradient, gradientError, largest }: Expected): boolean {
  const beyond = (x: number): boolean => !(Math.abs(x) < LARGEST);
  return (
    beyond(largest) ||
    beyond(value) ||
    beyond(valueError) ||
    gradient.some(beyond) ||
    gradientError.some(beyond)
  );
}
