import type { Value } from "../value.ts";
import type { Lowering } from "./lowering.ts";

/** Taylor coefficients of (e^x - 1 - x)/x^2, highest first: relative error below 1e-8 of e^x - 1 for |x| < 1/2. */
const COEFFICIENTS = [1 / 40320, 1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2];

/** e^x - 1 of x and e^x, which is there anyway where its slope is wanted: a series near 0, else the difference. */
export function expm1(x: Value, exponential: Value, { build }: Lowering): Value {
  const [first, ...others] = COEFFICIENTS.map((c) => build.constant(c));
  const series = others.reduce((sum, c) => build.add(build.mul(sum, x), c), first);
  const near = build.add(build.mul(build.mul(x, x), series), x);
  const isNear = build.less(build.abs(x), 0.5);
  return build.select(isNear, near, build.sub(exponential, 1));
}
