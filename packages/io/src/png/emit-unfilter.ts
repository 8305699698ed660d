import { type FunctionBuilder, functionBuilder, type Local } from "segloss/wasm";
import { addPaeth } from "./emit-paeth.ts";
import { addFiltered, BLOCK, eachBlock, eachByte, type FilteredRow, load, store } from "./filtered-row.ts";

/** Filters of PNG, by their numbers. */
const FILTERS = { none: 0, left: 1, above: 2, mean: 3, paeth: 4 } as const;

/**
 * `unfilter(from, to, width, rows)` takes back the filters of rows of `width` bytes, each with the number of its filter
 * before it, where a pixel is a byte or part of one. The rows are written one after the other; the `width` bytes before
 * `to` are the row above the first. Returns 0, or 1 for a filter that does not exist.
 *
 * Masks hardly change from pixel to pixel, so most filtered bytes are 0: sixteen zeros at a time are the byte to the
 * left or the row above again. Others add up in four steps, or one by one where each depends on the one before.
 */
export function emitUnfilter(): FunctionBuilder {
  const f = functionBuilder(["i32", "i32", "i32", "i32"], ["i32"]);
  const [from, to, width, rows] = [0, 1, 2, 3];
  const filter = f.local("i32");
  const row: FilteredRow = {
    f,
    from: f.local("i32"),
    to: f.local("i32"),
    above: f.local("i32"),
    width,
    left: f.local("i32"),
  };
  f.repeat(() => {
    f.get(from);
    f.emit("i32.load8_u", 0);
    f.set(filter);
    f.get(filter);
    f.push(FILTERS.paeth);
    f.emit("i32.gt_u");
    f.when(() => {
      f.push(1);
      f.emit("return");
    });
    onlyFor(f, filter, FILTERS.none, () => eachBlock(row, from, to, () => store(row, load(row, "from"))));
    onlyFor(f, filter, FILTERS.left, () => addLeft(row, from, to));
    onlyFor(f, filter, FILTERS.above, () =>
      eachBlock(row, from, to, () =>
        store(row, f.vector("i8x16.add", [load(row, "from"), load(row, "above")])),
      ),
    );
    onlyFor(f, filter, FILTERS.mean, () => addMean(row, from, to));
    onlyFor(f, filter, FILTERS.paeth, () => addPaeth(row, from, to));
    moved(f, from, width);
    f.advance(from, 1);
    moved(f, to, width);
    f.advance(rows, -1);
    f.get(rows);
  });
  f.push(0);
  return f;
}

/** Each byte is the sum of the filtered ones so far. */
function addLeft(row: FilteredRow, from: Local, to: Local): void {
  const { f } = row;
  const before = f.local("i32");
  f.push(0);
  f.set(before);
  eachBlock(row, from, to, () => {
    const block = load(row, "from");
    f.get(block);
    f.emit("v128.any_true");
    f.emit("if");
    const zero = f.integers(0);
    let sums = block;
    for (const step of [1, 2, 4, 8]) sums = f.vector("i8x16.add", [sums, shifted(f, zero, sums, step)]);
    store(row, f.vector("i8x16.add", [sums, f.vector("i8x16.splat", [before])]));
    f.get(row.to);
    f.emit("i32.load8_u", BLOCK - 1);
    f.set(before);
    f.emit("else");
    store(row, f.vector("i8x16.splat", [before]));
    f.emit("end");
  });
}

/** The lanes moved up by some places, zeros below. */
function shifted(f: FunctionBuilder, zero: Local, lanes: Local, places: number): Local {
  const choice = Array.from({ length: BLOCK }, (_, lane) => (lane < places ? 0 : BLOCK + lane - places));
  return f.vector("i8x16.shuffle", [zero, lanes], ...choice);
}

/** Half of the byte to the left and the byte above together. */
function addMean(row: FilteredRow, from: Local, to: Local): void {
  const { f } = row;
  const before = f.local("i32");
  f.push(0);
  f.set(before);
  eachByte(row, from, to, () => {
    f.get(before);
    f.get(row.above);
    f.emit("i32.load8_u", 0);
    f.emit("i32.add");
    f.push(1);
    f.emit("i32.shr_u");
    addFiltered(row, before);
  });
}

function onlyFor(f: FunctionBuilder, filter: Local, number: number, then: () => void): void {
  f.get(filter);
  f.push(number);
  f.emit("i32.eq");
  f.when(then);
}

function moved(f: FunctionBuilder, address: Local, by: Local): void {
  f.get(address);
  f.get(by);
  f.emit("i32.add");
  f.set(address);
}
