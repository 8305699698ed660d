import type { Plan } from "../../../plan/plan.ts";
import type { ValueBuilder } from "../../wasm/ir/build.ts";
import type { Value as Instruction } from "../../wasm/ir/value.ts";
import type { Lowering } from "../../wasm/lower/lowering.ts";
import type { CoefficientTable } from "../../wasm/schedule/coefficients.ts";
import type { Guard } from "../../wasm/schedule/input-guards.ts";
import type { Schedule } from "../../wasm/schedule/schedule.ts";
import type { PlaneTable } from "./planes.ts";
import type { SweepStore } from "./sweep-program.ts";
import type { Value } from "./value.ts";

/** What stages are compiled with. */
export interface Compiling {
  readonly plan: Plan;
  readonly schedule: Schedule;
  readonly build: ValueBuilder;
  readonly typed: (value: Instruction) => Value;
  readonly planes: PlaneTable;
  readonly coefficients: CoefficientTable;
  readonly slots: Map<string, number>;
  /** Slots of sums that are the same for every class although their expressions tell the classes apart. */
  readonly flat: Set<number>;
  readonly guards: Guard[];
  readonly guarded: Set<string>;
  /** Planes of results by key. */
  readonly ranks: Map<string, number>;
  readonly skeletons: Map<string, number>;
}

/** What jobs are compiled with. */
export interface JobContext {
  readonly to: Lowering;
  readonly stage: number;
  readonly compiling: Compiling;
  store(value: Instruction, plane: number, as?: SweepStore["as"], valid?: Value | null): void;
}
