import type { Plan } from "../../../plan/plan.ts";
import type { Builder } from "../../../program/builder.ts";
import type { Lowering } from "../../../program/lower/lowering.ts";
import type { CoefficientTable } from "../../../program/schedule/coefficients.ts";
import type { Guard } from "../../../program/schedule/input-guards.ts";
import type { Schedule } from "../../../program/schedule/schedule.ts";
import type { Value } from "../../../program/value.ts";
import type { PlaneTable } from "./planes.ts";
import type { SweepStore } from "./sweep-program.ts";

/** What stages are compiled with. */
export interface Compiling {
  readonly plan: Plan;
  readonly schedule: Schedule;
  readonly build: Builder;
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
  store(value: Value, plane: number, as?: SweepStore["as"], valid?: Value | null): void;
}
