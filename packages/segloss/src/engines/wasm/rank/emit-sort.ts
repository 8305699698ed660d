import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";
import {
  CELLS,
  COUNTER_BYTES,
  DIGIT_BITS,
  DIGITS,
  forEach,
  indexed,
  parameter,
  RECORD_BYTES,
  taken,
  withConstant,
} from "./rank-state.ts";

/** Sorts the records by their keys, equal ones left in order; returns where they end up. */
export function emitSort(f: FunctionBuilder, kept: Local): Local {
  const second = indexed(f, parameter("records"), parameter("count"), 3);
  emitCounts(f, kept);
  emitOffsets(f);
  for (let digit = 0; digit < DIGITS; digit++) {
    const [from, to] = digit % 2 === 0 ? [parameter("records"), second] : [second, parameter("records")];
    emitPass(f, digit, kept, from, to);
  }
  return second;
}

/** How many records have each digit. */
function emitCounts(f: FunctionBuilder, kept: Local): void {
  f.get(parameter("counters"));
  f.push(0);
  f.push(COUNTER_BYTES);
  f.emit("memory.fill");
  forEach(f, kept, (index) => {
    const key = f.value("i32", "i32.load", [indexed(f, parameter("records"), index, 3)]);
    for (let digit = 0; digit < DIGITS; digit++) countDigit(f, key, digit);
  });
}

/** Byte offset of the counter of a digit. */
function emitCell(f: FunctionBuilder, key: Local, digit: number): Local {
  f.get(parameter("counters"));
  f.get(key);
  f.push(DIGIT_BITS * digit);
  f.emit("i32.shr_u");
  f.push(CELLS - 1);
  f.emit("i32.and");
  f.push(2);
  f.emit("i32.shl");
  f.emit("i32.add");
  return taken(f, "i32");
}

function countDigit(f: FunctionBuilder, key: Local, digit: number): void {
  const cell = emitCell(f, key, digit);
  const offset = digit * CELLS * 4;
  f.get(cell);
  f.get(cell);
  f.emit("i32.load", offset);
  f.push(1);
  f.emit("i32.add");
  f.emit("i32.store", offset);
}

/** Counts to offsets in bytes: where the first record with each digit goes. */
function emitOffsets(f: FunctionBuilder): void {
  const cells = f.local("i32");
  f.push(CELLS);
  f.set(cells);
  const sums = Array.from({ length: DIGITS }, () => f.local("i32"));
  forEach(f, cells, (index) => {
    const cell = indexed(f, parameter("counters"), index, 2);
    for (const [digit, sum] of sums.entries()) {
      const offset = digit * CELLS * 4;
      const count = f.value("i32", "i32.load", [cell], offset);
      f.get(cell);
      f.get(sum);
      f.emit("i32.store", offset);
      f.get(sum);
      f.get(count);
      f.push(3);
      f.emit("i32.shl");
      f.emit("i32.add");
      f.set(sum);
    }
  });
}

/** Moves records to their places by one digit, in order. */
function emitPass(f: FunctionBuilder, digit: number, kept: Local, from: Local, to: Local): void {
  const offset = digit * CELLS * 4;
  forEach(f, kept, (index) => {
    const record = indexed(f, from, index, 3);
    const key = f.value("i32", "i32.load", [record]);
    const payload = f.value("i32", "i32.load", [record], 4);
    const cell = emitCell(f, key, digit);
    const place = f.value("i32", "i32.load", [cell], offset);
    f.get(cell);
    f.get(withConstant(f, "i32.add", place, RECORD_BYTES));
    f.emit("i32.store", offset);
    const target = indexed(f, to, place, 0);
    f.get(target);
    f.get(key);
    f.emit("i32.store");
    f.get(target);
    f.get(payload);
    f.emit("i32.store", 4);
  });
}
