import { type FunctionBuilder, type I32, i32, type V128, type Variable } from "segloss/wasm";

/** Bytes that are read at a time. What is read and written beyond a row must be harmless: so much room at the ends. */
export const BLOCK = 16;

/** Addresses and state of the row that is taken back. */
export interface FilteredRow {
  readonly f: FunctionBuilder;
  readonly from: Variable<"i32">;
  readonly to: Variable<"i32">;
  /** The row above, taken back already. */
  readonly above: Variable<"i32">;
  readonly width: I32;
  /** Bytes of the row that are still to do. */
  readonly left: Variable<"i32">;
}

/** Adds the filtered byte to the prediction; the sum is written, and is what stands to the left next. */
export function addFiltered({ f, from, to }: FilteredRow, before: Variable<"i32">, prediction: I32): void {
  f.set(before, prediction.add(i32.load8_u(from)).and(255));
  f.i32.store8(to, before);
}

/** Sets the addresses to the first byte of the row. */
export function startRow({ f, ...row }: FilteredRow, from: I32, to: I32): void {
  f.set(row.from, from.add(1));
  f.set(row.to, to);
  f.set(row.above, to.sub(row.width));
  f.set(row.left, row.width);
}

/** Moves on by so many bytes. */
export function advanceRow({ f, ...row }: FilteredRow, bytes: number): void {
  for (const address of [row.from, row.to, row.above]) f.advance(address, bytes);
  f.advance(row.left, -bytes);
}

export function eachBlock(row: FilteredRow, from: I32, to: I32, body: () => void): void {
  eachStep(row, from, to, BLOCK, body);
}

export function eachByte(row: FilteredRow, from: I32, to: I32, body: () => void): void {
  eachStep(row, from, to, 1, body);
}

function eachStep(row: FilteredRow, from: I32, to: I32, step: number, body: () => void): void {
  startRow(row, from, to);
  row.f.repeat(() => {
    body();
    advanceRow(row, step);
    return row.left.gt_s(0);
  });
}

export function load({ f, ...row }: FilteredRow, side: "from" | "above"): V128 {
  return f.v128.load(row[side]);
}

export function store({ f, to }: FilteredRow, block: V128): void {
  f.store(to, block);
}
