import type { FunctionBuilder } from "../../../asm/function-builder.ts";
import { type I32, i32, i64, type Variable } from "../../../asm/value.ts";

/** Three digits of 11 bits make a key. */
export const DIGIT_BITS = 11;
const DIGITS: readonly number[] = [0, 1, 2];
export const DIGIT_VALUES: number = 1 << DIGIT_BITS;
export const DIGIT_BYTES: number = DIGIT_VALUES * 4;

export const COUNTER_BYTES: number = DIGITS.length * DIGIT_BYTES;
/** A key that falls where the value rises, then a payload. */
export const RECORD_BYTES = 8;

export interface Records {
  readonly count: I32;
  readonly counters: I32;
  /** Where the records are, and as much room. */
  readonly first: I32;
  readonly second: I32;
}

/**
 * Sorts records by their keys, equal ones left in order: radix sort from the lowest digit. They end up in `second`.
 */
export function emitSort(f: FunctionBuilder, { count, counters, first, second }: Records): void {
  const end = (at: I32): Variable<"i32"> => f.let(at.add(count.shl(3)));
  emitCounts(f, counters, first, end(first));
  emitOffsets(f, counters);
  for (const digit of DIGITS) {
    const [from, to] = digit % 2 === 0 ? [first, second] : [second, first];
    emitPass(f, digit, counters, from, to, end(from));
  }
}

/** Address of the counter of a key's digit, less the digit's own offset. */
function counterOf(counters: I32, key: I32, digit: number): I32 {
  const value = key.shr_u(DIGIT_BITS * digit).and(DIGIT_VALUES - 1);
  return counters.add(value.shl(2));
}

/** How many records have each digit. */
function emitCounts(f: FunctionBuilder, counters: I32, first: I32, end: I32): void {
  f.memory.fill(counters, 0, COUNTER_BYTES);
  f.for(first, end, RECORD_BYTES, (record) => {
    const key = f.let(i32.load(record));
    for (const digit of DIGITS) {
      const counter = f.let(counterOf(counters, key, digit));
      const offset = digit * DIGIT_BYTES;
      f.store(counter, i32.load(counter, offset).add(1), offset);
    }
  });
}

/** Counts to offsets in bytes: where the first record with each digit goes. */
function emitOffsets(f: FunctionBuilder, counters: I32): void {
  const sums = DIGITS.map(() => f.local("i32", 0));
  const end = f.let(counters.add(DIGIT_BYTES));
  f.for(counters, end, 4, (counter) => {
    for (const digit of DIGITS) {
      const offset = digit * DIGIT_BYTES;
      const count = f.let(i32.load(counter, offset));
      f.store(counter, sums[digit], offset);
      f.set(sums[digit], sums[digit].add(count.shl(3)));
    }
  });
}

/** Moves records to their places by one digit, in order. */
function emitPass(f: FunctionBuilder, digit: number, counters: I32, from: I32, to: I32, end: I32): void {
  const offset = digit * DIGIT_BYTES;
  f.for(from, end, RECORD_BYTES, (record) => {
    const key = f.let(i32.load(record));
    const counter = f.let(counterOf(counters, key, digit));
    const place = f.let(i32.load(counter, offset));
    f.store(counter, place.add(RECORD_BYTES), offset);
    f.store(to.add(place), i64.load(record));
  });
}
