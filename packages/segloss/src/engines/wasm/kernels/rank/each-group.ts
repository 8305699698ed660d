import type { FunctionBuilder } from "../../asm/function-builder.ts";
import type { I32 } from "../../asm/value.ts";

/**
 * i = from, from + size, ... below `to`, a multiple of the size or the number of pixels of the region; the body's second
 * number says how many of a group there are, fewer at the end of the region.
 */
export function eachGroup(
  f: FunctionBuilder,
  { from, to, pixels }: { readonly from: I32 | number; readonly to: I32 | number; readonly pixels: number },
  size: number,
  body: (i: I32, present: number) => void,
): void {
  const rest = pixels % size;
  const end = f.local("i32", to);
  const whole = rest === 0 ? end : f.let(end.and(-size));
  f.for(from, whole, size, (i) => body(i, size));
  if (rest > 0) f.if(whole.lt_u(end), () => body(whole, rest));
}
