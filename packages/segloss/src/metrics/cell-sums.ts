import { type ExactSum, exactSum } from "./exact-sum.ts";

/** Sums by true and predicted class, of the pairs that occur. */
export interface CellSums {
  add(truth: number, predicted: number, pixels: number): void;
  /** 0 for a pair that does not occur. */
  at(truth: number, predicted: number): number;
  /** In order of the true, then the predicted class. */
  forEach(visit: (truth: number, predicted: number, sum: number) => void): void;
  /** True class, predicted one, and the parts of the sum, in the same order. */
  list(): number[][];
}

/** What a sum is kept in. */
interface Sum<S> {
  readonly zero: () => S;
  readonly plus: (sum: S, pixels: number) => S;
  readonly value: (sum: S) => number;
  readonly parts: (sum: S) => readonly number[];
}

/** Whole numbers are exact as they are, and take a twentieth of the memory. */
const COUNT: Sum<number> = {
  zero: () => 0,
  plus: (sum, pixels) => sum + pixels,
  value: (sum) => sum,
  parts: (sum) => [sum],
};
const WEIGHT: Sum<ExactSum> = {
  zero: exactSum,
  plus: (sum, pixels) => sum.add(pixels),
  value: (sum) => sum.value(),
  parts: (sum) => sum.toJSON(),
};

/** @param weighted whether what is added may be no whole number */
export function cellSums(weighted: boolean): CellSums {
  return weighted ? sumsOf(WEIGHT) : sumsOf(COUNT);
}

function sumsOf<S>({ zero, plus, value, parts }: Sum<S>): CellSums {
  const rows = new Map<number, Map<number, S>>();
  const visitAll = (visit: (t: number, p: number, sum: S) => void) => {
    for (const t of ascending(rows.keys())) {
      const row = rows.get(t)!;
      for (const p of ascending(row.keys())) visit(t, p, row.get(p)!);
    }
  };
  return {
    add(t, p, pixels) {
      const row = rows.get(t) ?? new Map<number, S>();
      rows.set(t, row.set(p, plus(row.get(p) ?? zero(), pixels)));
    },
    at(t, p) {
      const sum = rows.get(t)?.get(p);
      return sum === undefined ? 0 : value(sum);
    },
    forEach: (visit) => visitAll((t, p, sum) => visit(t, p, value(sum))),
    list() {
      const list: number[][] = [];
      visitAll((t, p, sum) => list.push([t, p, ...parts(sum)]));
      return list;
    },
  };
}

function ascending(keys: Iterable<number>): number[] {
  const all = [...keys];
  return all.length > 1 ? all.sort((a, b) => a - b) : all;
}
