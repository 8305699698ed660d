import { type FunctionBuilder, functionBuilder } from "../../engines/wasm/asm/function-builder.ts";
import { i32 } from "../../engines/wasm/asm/value.ts";
import { BLOCK } from "./pair-places.ts";

/** Blocks whose ones fit into the bytes that they are added up in. */
const AT_ONCE = 128;

/**
 * `twoValues(predicted, truth, blocks, value, sums)` counts in `blocks` blocks the pixels of a value in the prediction, in the truth and
 * in both, in four sums of 32 bits each from `sums` on. Returns whether there is a pixel of another value than this and 0, which makes
 * the counts worthless.
 */
export function emitTwoValues(): FunctionBuilder {
  const f = functionBuilder(["predicted", "truth", "blocks", "value", "sums"], ["i32"]);
  const { predicted, truth, blocks, value, sums } = f.parameters;
  const wanted = f.i8x16.splat(value);
  const [bad, ...wide] = Array.from({ length: 4 }, () => f.local("v128"));
  const narrow = wide.map(() => f.local("v128"));
  const left = f.local("i32");
  f.repeat(() => {
    for (const sum of narrow) f.set(sum, f.integers(0));
    f.set(left, blocks.lt_u(AT_ONCE).choose(blocks, i32.const(AT_ONCE)));
    f.set(blocks, blocks.sub(left));
    f.repeat(() => {
      const masks = [predicted, truth].map((address) => {
        const labels = f.v128.load(address);
        const isValue = f.i8x16.eq(labels, wanted);
        f.set(bad, f.v128.or(bad, f.v128.xor(labels, f.v128.and(isValue, wanted))));
        f.advance(address, BLOCK);
        return isValue;
      });
      // A mask is -1 where it holds.
      [...masks, f.v128.and(masks[0], masks[1])].forEach((mask, k) => {
        f.set(narrow[k], f.i8x16.sub(narrow[k], mask));
      });
      f.advance(left, -1);
      return left;
    });
    narrow.forEach((sum, k) => {
      const four = f.i32x4.extadd_pairwise_i16x8_u(f.i16x8.extadd_pairwise_i8x16_u(sum));
      f.set(wide[k], f.i32x4.add(wide[k], four));
    });
    return blocks;
  });
  wide.forEach((sum, k) => {
    f.store(sums, sum, BLOCK * k);
  });
  f.result(f.v128.any_true(bad));
  return f;
}
