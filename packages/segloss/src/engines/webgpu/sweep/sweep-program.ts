import type { Value } from "../../../program/value.ts";

/** A sum over the pixels of an image. */
export interface SweepSum {
  readonly value: Value;
  /** First place among the sums of the sweep. */
  readonly slot: number;
  /** Whether each class has its own, one behind the other. */
  readonly perClass: boolean;
}

/** A plane that is written; what is left out may be marked so, for those who sort. */
export interface SweepStore {
  readonly value: Value;
  readonly plane: number;
  /** "key": as an integer that orders as the value does, 0 where `valid` does not hold. */
  readonly as: "value" | "key";
  readonly valid: Value | null;
}

/** What is found wrong: bits that exceed the limit, as an unsigned integer. */
export interface SweepGuard {
  readonly value: Value;
  readonly slot: number;
  readonly limit: number;
  /** Whether the sign bit is left out. */
  readonly ofSize: boolean;
}

/** What one sweep over the pixels computes. */
export interface SweepProgram {
  readonly sums: readonly SweepSum[];
  readonly stores: readonly SweepStore[];
  readonly guards: readonly SweepGuard[];
  /** Places of all sums, those of classes each. */
  readonly width: number;
}
