import type { FunctionBuilder, Local } from "segloss/wasm";
import { addFiltered, BLOCK, type FilteredRow, load, startRow, store } from "./filtered-row.ts";

/** Whichever of left, above and above left is nearest to left + above - above left, in this order. */
export function addPaeth(row: FilteredRow, from: Local, to: Local): void {
  const { f } = row;
  const [before, corner] = [f.local("i32"), f.local("i32")];
  for (const start of [before, corner]) {
    f.push(0);
    f.set(start);
  }
  startRow(row, from, to);
  f.repeat(() => {
    const above = load(row, "above");
    const changes = f.vector("v128.or", [
      load(row, "from"),
      f.vector("v128.xor", [above, f.vector("i8x16.splat", [corner])]),
    ]);
    f.get(changes);
    f.emit("v128.any_true");
    f.emit("if");
    paethOfBlock(row, before, corner);
    f.emit("else");
    // Where above and above left are the same, the prediction is the byte to the left.
    store(row, f.vector("i8x16.splat", [before]));
    for (const address of [row.from, row.to, row.above]) f.advance(address, BLOCK);
    f.advance(row.left, -BLOCK);
    f.emit("end");
    f.get(row.left);
    f.push(0);
    f.emit("i32.gt_s");
  });
}

/** The next sixteen bytes one by one, or as many as there are. */
function paethOfBlock(row: FilteredRow, before: Local, corner: Local): void {
  const { f } = row;
  const rest = f.local("i32");
  f.get(row.left);
  f.push(BLOCK);
  f.emit("i32.sub");
  f.set(rest);
  f.repeat(() => {
    const above = f.value("i32", "i32.load8_u", [row.above], 0);
    const toLeft = distance(f, above, corner);
    const toAbove = distance(f, before, corner);
    const toCorner = distanceOfSum(f, before, above, corner);
    f.get(before);
    for (const other of [above, corner]) f.get(other);
    lessOrEqual(f, toAbove, toCorner);
    f.emit("select");
    lessOrEqual(f, toLeft, toAbove);
    lessOrEqual(f, toLeft, toCorner);
    f.emit("i32.and");
    f.emit("select");
    f.get(above);
    f.set(corner);
    addFiltered(row, before);
    for (const address of [row.from, row.to, row.above]) f.advance(address, 1);
    f.advance(row.left, -1);
    f.get(row.left);
    f.push(0);
    f.emit("i32.gt_s");
    f.get(row.left);
    f.get(rest);
    f.emit("i32.gt_s");
    f.emit("i32.and");
  });
}

/** |a - b| */
function distance(f: FunctionBuilder, a: Local, b: Local): Local {
  return magnitude(f, f.value("i32", "i32.sub", [a, b]));
}

/** |a + b - 2c| */
function distanceOfSum(f: FunctionBuilder, a: Local, b: Local, c: Local): Local {
  const [toA, toB] = [f.value("i32", "i32.sub", [a, c]), f.value("i32", "i32.sub", [b, c])];
  return magnitude(f, f.value("i32", "i32.add", [toA, toB]));
}

function magnitude(f: FunctionBuilder, value: Local): Local {
  f.get(value);
  f.push(31);
  f.emit("i32.shr_s");
  const sign = f.local("i32");
  f.set(sign);
  return f.value("i32", "i32.sub", [f.value("i32", "i32.xor", [value, sign]), sign]);
}

function lessOrEqual(f: FunctionBuilder, a: Local, b: Local): void {
  f.get(a);
  f.get(b);
  f.emit("i32.le_u");
}
