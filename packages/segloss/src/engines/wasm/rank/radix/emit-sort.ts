import type { Scalar, Scalars, Variable } from "../scalars.ts";

/** Three digits of 11 bits make a key. */
export const DIGIT_BITS = 11;
const DIGITS: readonly number[] = [0, 1, 2];
export const DIGIT_VALUES: number = 1 << DIGIT_BITS;
export const DIGIT_BYTES: number = DIGIT_VALUES * 4;

export const COUNTER_BYTES: number = DIGITS.length * DIGIT_BYTES;
/** A key that falls where the value rises, then a payload. */
export const RECORD_BYTES = 8;

export interface Records {
  readonly count: Scalar;
  readonly counters: Scalar;
  /** Where the records are, and as much room. */
  readonly first: Scalar;
  readonly second: Scalar;
}

/**
 * Sorts records by their keys, equal ones left in order: radix sort from the lowest digit. They end up in `second`.
 */
export function emitSort(s: Scalars, { count, counters, first, second }: Records): void {
  const end = (at: Scalar): Variable => s.variable(s.add(at, s.shl(count, 3)));
  emitCounts(s, counters, first, end(first));
  emitOffsets(s, counters);
  for (const digit of DIGITS) {
    const [from, to] = digit % 2 === 0 ? [first, second] : [second, first];
    emitPass(s, digit, counters, from, to, end(from));
  }
}

/** Address of the counter of a key's digit, less the digit's own offset. */
function counterOf(s: Scalars, counters: Scalar, key: Scalar, digit: number): Scalar {
  const value = s.and(s.shr(key, DIGIT_BITS * digit), DIGIT_VALUES - 1);
  return s.add(counters, s.shl(value, 2));
}

/** How many records have each digit. */
function emitCounts(s: Scalars, counters: Scalar, first: Scalar, end: Scalar): void {
  for (const x of [counters, s.int(0), s.int(COUNTER_BYTES)]) x.push();
  s.f.emit("memory.fill");
  s.each(
    first,
    end,
    (record) => {
      const key = s.variable(s.load(record));
      for (const digit of DIGITS) {
        const counter = s.variable(counterOf(s, counters, key, digit));
        const offset = digit * DIGIT_BYTES;
        s.store(counter, s.add(s.load(counter, offset), 1), offset);
      }
    },
    RECORD_BYTES,
  );
}

/** Counts to offsets in bytes: where the first record with each digit goes. */
function emitOffsets(s: Scalars, counters: Scalar): void {
  const sums = DIGITS.map(() => s.variable(s.int(0)));
  const end = s.variable(s.add(counters, DIGIT_BYTES));
  s.each(
    counters,
    end,
    (counter) => {
      for (const digit of DIGITS) {
        const offset = digit * DIGIT_BYTES;
        const count = s.variable(s.load(counter, offset));
        s.store(counter, sums[digit], offset);
        sums[digit].set(s.add(sums[digit], s.shl(count, 3)));
      }
    },
    4,
  );
}

/** Moves records to their places by one digit, in order. */
function emitPass(s: Scalars, digit: number, counters: Scalar, from: Scalar, to: Scalar, end: Scalar): void {
  const offset = digit * DIGIT_BYTES;
  s.each(
    from,
    end,
    (record) => {
      const key = s.variable(s.load(record));
      const counter = s.variable(counterOf(s, counters, key, digit));
      const place = s.variable(s.load(counter, offset));
      s.store(counter, s.add(place, RECORD_BYTES), offset);
      s.store(s.add(to, place), s.op("i64", "i64.load", [record], 0));
    },
    RECORD_BYTES,
  );
}
