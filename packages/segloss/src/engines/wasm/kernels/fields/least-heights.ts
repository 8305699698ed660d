import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { type I32, i32, type V128 } from "../../asm/value.ts";
import type { Sites } from "./sites.ts";

/** Vectors of pixels that are kept in registers. */
const TOGETHER = 4;
/** Pixels behind the last one that are written. */
export const LEAST_OVERRUN: number = 4 * TOGETHER;

/**
 * The lower envelope of few pixels by trying every site, sixteen pixels at a time: no branch that cannot be foretold, and
 * for some tens of pixels faster than a stack. Infinity where there is no site.
 */
export function writeLeast(
  f: FunctionBuilder,
  { line, list, end }: Sites,
  [first, last]: readonly [I32, I32],
  scale: V128,
  result: I32,
): void {
  const lanes = f.integers(0, 1, 2, 3);
  f.for(first, last, 4 * TOGETHER, (x) => {
    const start = f.f32x4.convert_i32x4_s(f.i32x4.add(f.i32x4.splat(x), lanes));
    const pixels = Array.from({ length: TOGETHER }, (_, k) =>
      k === 0 ? start : f.f32x4.add(start, f.splat(4 * k)),
    );
    const least = pixels.map(() => f.let(f.splat(Infinity)));
    f.for(list, end, 4, (at) => {
      const index = f.let(i32.load(at));
      const site = f.f32x4.convert_i32x4_s(f.i32x4.splat(index));
      const height = f.v128.load32_splat(line.add(index.shl(2)));
      for (const [k, pixel] of pixels.entries()) {
        const apart = f.f32x4.sub(pixel, site);
        const rise = f.f32x4.mul(f.f32x4.mul(apart, apart), scale);
        f.set(least[k], f.f32x4.pmin(least[k], f.f32x4.add(height, rise)));
      }
    });
    for (const [k, value] of least.entries()) f.store(result.add(x.shl(2)), value, 16 * k);
  });
}
