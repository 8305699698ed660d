/** How far an engine may be from the reference. */
export interface Tolerances {
  /** Of the value, relative to it. */
  readonly value: number;
  /** Of the value, absolute: what its rounding alone may do near 0. Default 0. */
  readonly valueAbsolute?: number;
  /** Of the gradient: norm of the difference relative to the norm. */
  readonly gradient: number;
  /** Norm of the gradient's difference, absolute. Default 0. */
  readonly gradientAbsolute?: number;
}

/** What is wrong with a value, or nothing. */
export function valueMismatch(got: number, expected: number, tolerances: Tolerances): string | undefined {
  const { value, valueAbsolute = 0 } = tolerances;
  if (!Number.isFinite(got)) return `the value is ${got}, expected ${expected}`;
  if (Math.abs(got - expected) <= value * Math.abs(expected) + valueAbsolute) return undefined;
  return `the value is ${got}, expected ${expected}: off by ${Math.abs(got / expected - 1)} relative`;
}

/** What is wrong with a gradient, or nothing. */
export function gradientMismatch(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerances: Tolerances,
): string | undefined {
  const { gradient, gradientAbsolute = 0 } = tolerances;
  const infinite = Array.from(got).findIndex((g) => !Number.isFinite(g));
  if (infinite >= 0) return `the gradient at ${infinite} is ${got[infinite]}, expected ${expected[infinite]}`;
  const off = norm(Array.from(expected, (g, i) => got[i] - g));
  const size = norm(Array.from(expected));
  if (off <= gradient * size + gradientAbsolute) return undefined;
  return `the gradient is off by ${off / size} in relative L2 (norm ${size}): ${sample(got)}, expected ${sample(expected)}`;
}

/** How far an engine is off, relative; of numbers near 0 relative to what makes both tolerances one. */
export interface Errors {
  readonly value: number;
  readonly gradient: number;
}

export function errorsOf(
  got: { readonly value: number; readonly gradient: ArrayLike<number> },
  expected: { readonly value: number; readonly gradient: ArrayLike<number> },
  { value, valueAbsolute = 0, gradient, gradientAbsolute = 0 }: Tolerances,
): Errors {
  const off = norm(Array.from(expected.gradient, (g, i) => got.gradient[i] - g));
  return {
    value: Math.abs(got.value - expected.value) / (Math.abs(expected.value) + valueAbsolute / value),
    gradient: off / (norm(Array.from(expected.gradient)) + gradientAbsolute / gradient),
  };
}

function norm(values: readonly number[]): number {
  return Math.hypot(...values);
}

function sample(values: ArrayLike<number>): string {
  return `[${Array.from(values).slice(0, 6).join(", ")}${values.length > 6 ? ", ..." : ""}]`;
}
