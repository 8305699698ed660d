import type { FunctionBuilder, Local } from "segloss/wasm";

/** Bytes that are read at a time. What is read and written beyond a row must be harmless: so much room at the ends. */
export const BLOCK = 16;

/** Addresses and state of the row that is taken back. */
export interface FilteredRow {
  readonly f: FunctionBuilder;
  readonly from: Local;
  readonly to: Local;
  /** The row above, taken back already. */
  readonly above: Local;
  readonly width: Local;
  /** Bytes of the row that are still to do. */
  readonly left: Local;
}

/** Adds the filtered byte to the prediction on the stack; the sum is written, and is what stands to the left next. */
export function addFiltered({ f, from, to }: FilteredRow, before: Local): void {
  f.get(from);
  f.emit("i32.load8_u", 0);
  f.emit("i32.add");
  f.push(255);
  f.emit("i32.and");
  f.set(before);
  f.get(to);
  f.get(before);
  f.emit("i32.store8", 0);
}

/** Sets the addresses to the first byte of the row. */
export function startRow({ f, ...row }: FilteredRow, from: Local, to: Local): void {
  f.get(from);
  f.push(1);
  f.emit("i32.add");
  f.set(row.from);
  f.get(to);
  f.set(row.to);
  f.get(to);
  f.get(row.width);
  f.emit("i32.sub");
  f.set(row.above);
  f.get(row.width);
  f.set(row.left);
}

export function eachBlock(row: FilteredRow, from: Local, to: Local, body: () => void): void {
  eachStep(row, from, to, BLOCK, body);
}

export function eachByte(row: FilteredRow, from: Local, to: Local, body: () => void): void {
  eachStep(row, from, to, 1, body);
}

function eachStep(row: FilteredRow, from: Local, to: Local, step: number, body: () => void): void {
  const { f } = row;
  startRow(row, from, to);
  f.repeat(() => {
    body();
    for (const address of [row.from, row.to, row.above]) f.advance(address, step);
    f.advance(row.left, -step);
    f.get(row.left);
    f.push(0);
    f.emit("i32.gt_s");
  });
}

export function load({ f, ...row }: FilteredRow, side: "from" | "above"): Local {
  return f.vector("v128.load", [row[side]], 0);
}

export function store({ f, to }: FilteredRow, block: Local): void {
  f.get(to);
  f.get(block);
  f.emit("v128.store", 0);
}
