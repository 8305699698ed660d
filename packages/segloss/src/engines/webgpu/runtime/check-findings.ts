import type { Plan } from "../../../plan/plan.ts";
import { engineLimit } from "../../../program/engine-limit.ts";
import type { Guard } from "../../../program/schedule/input-guards.ts";
import { checkInputs } from "../../check-inputs.ts";
import { endsHint } from "../../ends-hint.ts";
import type { StepInputs } from "../../engine.ts";
import { refuseHuge } from "../../wasm/runtime/inputs.ts";
import type { CompiledStages } from "../sweep/compile-stages.ts";

/** What a run has left besides the gradient: the value, then the worst that each guard has met. */
export interface Findings {
  readonly value: number;
  readonly guards: Uint32Array;
}

export function findingsOf(bytes: ArrayBuffer, guards: number): Findings {
  return { value: new Float32Array(bytes, 0, 1)[0], guards: new Uint32Array(bytes, 4, guards) };
}

/** Bad input trips a guard; the slow check then says what and where. @throws Error for it, EngineLimit for what is beyond single precision */
export async function checkFindings(
  { value, guards }: Findings,
  compiled: CompiledStages,
  plan: Plan,
  ask: {
    /** What the run was given, as arrays. */
    inputs(): Promise<StepInputs>;
    gradient(): Promise<ArrayLike<number> | null>;
  },
): Promise<void> {
  const tripped = compiled.guards.filter(({ limit }, slot) => guards[slot] > limit);
  if (tripped.some(({ about }) => about === "inputs")) {
    const given = await ask.inputs();
    checkInputs(given, plan.setting, plan.maps);
    refuseHuge(given, plan);
    if (compiled.guards.some((guard, slot) => guard.about === "inputs" && isWrong(guard, guards[slot])))
      throw new Error(CHANGED);
  }
  if (tripped.some(({ about }) => about === "gradient")) throw gradientError(await ask.gradient(), plan);
  if (!Number.isFinite(value)) throw engineLimit(valueMessage(value, plan));
}

const CHANGED =
  "The device found inputs out of range (not finite, or labels beyond the classes) that are no longer there: the run is void. " +
  "Leave arrays and buffers as they are until run has resolved.";

function isWrong({ limit, borderline: [from, to] = [1, 0] }: Guard, found: number): boolean {
  return found > limit && !(found >= from && found <= to);
}

function gradientError(gradient: ArrayLike<number> | null, { setting }: Plan): Error {
  const at =
    gradient === null ? -1 : Array.prototype.findIndex.call(gradient, (g: number) => !Number.isFinite(g));
  const where = at < 0 ? "not finite" : `${(gradient as ArrayLike<number>)[at]} at index ${at}`;
  return engineLimit(
    `The gradient is ${where}: the formula has no slope there, or one beyond the range of single ` +
      `precision, which the reference engine computes.${endsHint(setting.link)}`,
  );
}

function valueMessage(value: number, { setting }: Plan): string {
  return (
    `The value of the loss is ${value}: its formula divides by 0, takes log 0, or leaves the range of single ` +
    `precision here, in which case the reference engine computes it.${endsHint(setting.link)}`
  );
}
