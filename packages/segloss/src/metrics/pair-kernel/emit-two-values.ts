import {
  type FunctionBuilder,
  functionBuilder,
  type Local,
} from "../../engines/wasm/encoder/function-builder.ts";
import { BLOCK } from "./pair-places.ts";

/** Blocks whose ones fit into the bytes that they are added up in. */
const AT_ONCE = 128;

/**
 * `twoValues(predicted, truth, blocks, value, sums)` counts in `blocks` blocks the pixels of a value in the prediction, in the truth and
 * in both, in four sums of 32 bits each from `sums` on. Returns whether there is a pixel of another value than this and 0, which makes
 * the counts worthless.
 */
export function emitTwoValues(): FunctionBuilder {
  const f = functionBuilder(["i32", "i32", "i32", "i32", "i32"], ["i32"]);
  const [predicted, truth, blocks, value, sums] = [0, 1, 2, 3, 4];
  const wanted = f.vector("i8x16.splat", [value]);
  const [bad, ...wide] = Array.from({ length: 4 }, () => f.local("v128"));
  const narrow = wide.map(() => f.local("v128"));
  const left = f.local("i32");
  f.repeat(() => {
    for (const sum of narrow) setTo(f, sum, f.integers(0));
    lesser(f, blocks, AT_ONCE);
    f.set(left);
    f.get(blocks);
    f.get(left);
    f.emit("i32.sub");
    f.set(blocks);
    f.repeat(() => {
      const masks = [predicted, truth].map((address) => {
        const labels = f.vector("v128.load", [address], 0);
        const isValue = f.vector("i8x16.eq", [labels, wanted]);
        const expected = f.vector("v128.and", [isValue, wanted]);
        setTo(f, bad, f.vector("v128.or", [bad, f.vector("v128.xor", [labels, expected])]));
        f.advance(address, BLOCK);
        return isValue;
      });
      // A mask is -1 where it holds.
      [...masks, f.vector("v128.and", masks)].forEach((mask, k) => {
        setTo(f, narrow[k], f.vector("i8x16.sub", [narrow[k], mask]));
      });
      f.advance(left, -1);
      f.get(left);
    });
    narrow.forEach((sum, k) => {
      const halves = f.vector("i16x8.extadd_pairwise_i8x16_u", [sum]);
      const four = f.vector("i32x4.extadd_pairwise_i16x8_u", [halves]);
      setTo(f, wide[k], f.vector("i32x4.add", [wide[k], four]));
    });
    f.get(blocks);
  });
  wide.forEach((sum, k) => {
    f.get(sums);
    f.get(sum);
    f.emit("v128.store", BLOCK * k);
  });
  f.get(bad);
  f.emit("v128.any_true");
  return f;
}

function setTo(f: FunctionBuilder, target: Local, source: Local): void {
  f.get(source);
  f.set(target);
}

/** Leaves the lesser of a number and a constant on the stack. */
function lesser(f: FunctionBuilder, a: Local, b: number): void {
  f.get(a);
  f.push(b);
  f.get(a);
  f.push(b);
  f.emit("i32.lt_u");
  f.emit("select");
}
