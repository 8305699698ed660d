import { type F64, f64, type I32, i32, type Variable } from "../../../asm/value.ts";
import type { CellsState } from "./cell-state.ts";
import { BIN_BYTES, EXPONENTS } from "./layout.ts";

/** The exponent of a float from its bits, with its bias. */
export function exponentOf(bits: I32): I32 {
  return bits.shr_u(23).and(EXPONENTS - 1);
}

/** What has been added to the bin of an exponent. */
export interface Bin {
  readonly sum: F64;
  readonly number: I32;
  /** Adds to both. */
  add(sum: F64, number: I32 | number): void;
}

/** The bin of an exponent. */
export function binOf({ f, at, layout }: CellsState, exponent: I32): Bin {
  const [sums, numbers]: Variable<"i32">[] = [3, 2].map((shift) =>
    f.let(at(layout.bins).add(exponent.shl(shift))),
  );
  const [sum, number] = [f64.load(sums), i32.load(numbers, 8 * EXPONENTS)];
  return {
    ...{ sum, number },
    add: (more, count) => {
      f.store(sums, sum.add(more));
      f.store(numbers, number.add(count), 8 * EXPONENTS);
    },
  };
}

export function clearBins({ f, at, layout }: CellsState): void {
  f.memory.fill(at(layout.bins), 0, BIN_BYTES);
}
