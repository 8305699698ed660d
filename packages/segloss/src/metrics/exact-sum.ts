import { check } from "../door/check.ts";
import { isDetached } from "../door/is-detached.ts";
import type { Kind } from "../door/kind.ts";
import { shown } from "../door/shown.ts";

/** A sum of finite numbers without rounding, so that the order of adding and merging makes no difference. */
export interface ExactSum {
  add(value: number): ExactSum;
  /** Adds all that another sum holds, which stays as it is. */
  merge(other: ExactSum): ExactSum;
  /** The sum rounded once. */
  value(): number;
  /** Numbers whose sum it is, few of them, for `exactSum(...)` elsewhere. */
  toJSON(): number[];
}

const VALUES: Kind = {
  expected: "a list of numbers",
  fits: (value) =>
    typeof value !== "string" &&
    typeof (value as Partial<Iterable<number>> | null)?.[Symbol.iterator] === "function" &&
    !(ArrayBuffer.isView(value) && isDetached(value)),
};

const SUM: Kind = {
  expected: "another sum",
  fits: (value) =>
    typeof (value as Partial<ExactSum> | null)?.toJSON === "function" &&
    typeof (value as ExactSum).add === "function",
};

/**
 * The exact sum of some numbers: kept as parts that do not overlap, to which each number is added with
 * its rounding errors.
 *
 * J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic", Discrete & Computational Geometry 18, 1997.
 *
 * @throws RangeError for NaN and infinite values
 */
export function exactSum(values: Iterable<number> = []): ExactSum {
  check("exactSum: values", values, VALUES);
  const sum = new Parts();
  for (const value of values) sum.add(value);
  return sum;
}

/** Of sums there may be one a class and metric, tens of thousands: a class of objects, since functions of each would be ten times as large. */
class Parts implements ExactSum {
  #parts: number[] = [];

  add(value: number): this {
    if (!Number.isFinite(value))
      throw new RangeError(`only finite numbers can be summed, got ${shown(value)}`);
    this.#parts = grown(this.#parts, value);
    return this;
  }

  merge(other: ExactSum): this {
    check("merge: other", other, SUM);
    for (const part of other.toJSON()) this.add(part);
    return this;
  }

  value(): number {
    return rounded(this.#parts);
  }

  toJSON(): number[] {
    return [...this.#parts];
  }
}

/** The parts of the sum with one more number, least first, without zeros. */
function grown(parts: readonly number[], value: number): number[] {
  const next: number[] = [];
  let carry = value;
  for (const part of parts) {
    const [large, small] = Math.abs(carry) < Math.abs(part) ? [part, carry] : [carry, part];
    const high = large + small;
    const low = small - (high - large);
    if (low !== 0) next.push(low);
    carry = high;
  }
  if (carry !== 0 || next.length === 0) next.push(carry);
  // A list that grew holds room for sixteen more.
  return next.length === 1 ? [next[0]] : next.length === 2 ? [next[0], next[1]] : next;
}

/** From the greatest part down; what is left below a tie decides which way it rounds. */
function rounded(parts: readonly number[]): number {
  let k = parts.length - 1;
  if (k < 0) return 0;
  let high = parts[k];
  while (k-- > 0) {
    const before = high;
    high = before + parts[k];
    const low = parts[k] - (high - before);
    if (low === 0) continue;
    const tie = 2 * low;
    const beyond = high + tie;
    if (k > 0 && low * parts[k - 1] > 0 && beyond - high === tie) high = beyond;
    break;
  }
  return high;
}
