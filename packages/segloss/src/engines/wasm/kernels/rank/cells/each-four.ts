import type { FunctionBuilder } from "../../../asm/function-builder.ts";
import type { I32 } from "../../../asm/value.ts";

/** i = from, from + step, ..., four rounds at a time while they last: the body's number is i + offset. */
export function eachFour(
  f: FunctionBuilder,
  from: I32,
  end: I32,
  step: number,
  body: (i: I32, offset: number) => void,
): void {
  const whole = f.let(end.sub(end.sub(from).rem_u(4 * step)));
  f.for(from, whole, 4 * step, (i) => {
    for (const k of [0, 1, 2, 3]) body(i, k * step);
  });
  f.for(whole, end, step, (i) => body(i, 0));
}
