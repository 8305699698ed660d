import type { Tape } from "../../graph/tape.ts";
import type { Value } from "../../graph/value.ts";
import type { Parameter } from "../network.ts";

/** Told what comes out of a level on the way up. */
export type Seen = (level: number, value: Value) => void;

/** A part of a network: what it stores and what it does. */
export interface Layer {
  readonly parameters: readonly Parameter[];
  apply(tape: Tape, x: Value, parameter: (name: string) => Value, seen?: Seen): Value;
}
