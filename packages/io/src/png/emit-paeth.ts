import { type FunctionBuilder, type I32, i32, type Variable } from "segloss/wasm";
import { addFiltered, advanceRow, BLOCK, type FilteredRow, load, startRow, store } from "./filtered-row.ts";

/** Whichever of left, above and above left is nearest to left + above - above left, in this order. */
export function addPaeth(row: FilteredRow, from: I32, to: I32): void {
  const { f } = row;
  const [before, corner] = [f.local("i32", 0), f.local("i32", 0)];
  startRow(row, from, to);
  f.repeat(() => {
    const beside = f.v128.xor(load(row, "above"), f.i8x16.splat(corner));
    const changes = f.v128.or(load(row, "from"), beside);
    f.if(
      f.v128.any_true(changes),
      () => paethOfBlock(row, before, corner),
      () => {
        // Where above and above left are the same, the prediction is the byte to the left.
        store(row, f.i8x16.splat(before));
        advanceRow(row, BLOCK);
      },
    );
    return row.left.gt_s(0);
  });
}

/** The next sixteen bytes one by one, or as many as there are. */
function paethOfBlock(row: FilteredRow, before: Variable<"i32">, corner: Variable<"i32">): void {
  const { f } = row;
  const rest = f.let(row.left.sub(BLOCK));
  f.repeat(() => {
    const above = f.let(i32.load8_u(row.above));
    const [ofAbove, ofBefore] = [f.let(above.sub(corner)), f.let(before.sub(corner))];
    const [toLeft, toAbove] = [magnitude(f, ofAbove), magnitude(f, ofBefore)];
    const toCorner = magnitude(f, f.let(ofBefore.add(ofAbove)));
    const isLeft = toLeft.le_u(toAbove).and(toLeft.le_u(toCorner));
    addFiltered(row, before, isLeft.choose(before, toAbove.le_u(toCorner).choose(above, corner)));
    f.set(corner, above);
    advanceRow(row, 1);
    return row.left.gt_s(0).and(row.left.gt_s(rest));
  });
}

function magnitude(f: FunctionBuilder, value: I32): I32 {
  const sign = f.let(value.shr_s(31));
  return f.let(value.xor(sign).sub(sign));
}
