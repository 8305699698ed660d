import { type FunctionBuilder, functionBuilder, type I32, i32, type V128 } from "segloss/wasm";
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
  const f = functionBuilder(["from", "to", "width", "rows"], ["i32"]);
  const { from, to, width, rows } = f.parameters;
  const filter = f.local("i32");
  const row: FilteredRow = {
    ...{ f, width },
    from: f.local("i32"),
    to: f.local("i32"),
    above: f.local("i32"),
    left: f.local("i32"),
  };
  const onlyFor = (number: number, then: () => void): void => f.if(filter.eq(number), then);
  f.repeat(() => {
    f.set(filter, i32.load8_u(from));
    f.if(filter.gt_u(FILTERS.paeth), () => f.return(i32.const(1)));
    onlyFor(FILTERS.none, () => eachBlock(row, from, to, () => store(row, load(row, "from"))));
    onlyFor(FILTERS.left, () => addLeft(row, from, to));
    onlyFor(FILTERS.above, () =>
      eachBlock(row, from, to, () => store(row, f.i8x16.add(load(row, "from"), load(row, "above")))),
    );
    onlyFor(FILTERS.mean, () => addMean(row, from, to));
    onlyFor(FILTERS.paeth, () => addPaeth(row, from, to));
    f.set(from, from.add(width).add(1));
    f.advance(to, width);
    f.advance(rows, -1);
    return rows;
  });
  f.result(i32.const(0));
  return f;
}

/** Each byte is the sum of the filtered ones so far. */
function addLeft(row: FilteredRow, from: I32, to: I32): void {
  const { f } = row;
  const before = f.local("i32", 0);
  eachBlock(row, from, to, () => {
    const block = load(row, "from");
    f.if(
      f.v128.any_true(block),
      () => {
        let sums = block;
        for (const step of [1, 2, 4, 8]) sums = f.i8x16.add(sums, shifted(f, sums, step));
        store(row, f.i8x16.add(sums, f.i8x16.splat(before)));
        f.set(before, i32.load8_u(row.to, BLOCK - 1));
      },
      () => store(row, f.i8x16.splat(before)),
    );
  });
}

/** The lanes moved up by some places, zeros below. */
function shifted(f: FunctionBuilder, lanes: V128, places: number): V128 {
  const choice = Array.from({ length: BLOCK }, (_, lane) => (lane < places ? 0 : BLOCK + lane - places));
  return f.i8x16.shuffle(f.integers(0), lanes, choice);
}

/** Half of the byte to the left and the byte above together. */
function addMean(row: FilteredRow, from: I32, to: I32): void {
  const { f } = row;
  const before = f.local("i32", 0);
  eachByte(row, from, to, () => addFiltered(row, before, before.add(i32.load8_u(row.above)).shr_u(1)));
}
