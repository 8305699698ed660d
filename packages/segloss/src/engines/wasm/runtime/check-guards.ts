import type { LinkName } from "../../../links/index.ts";
import type { Plan } from "../../../plan/plan.ts";
import { engineLimit } from "../../../program/engine-limit.ts";
import { type Bound, mayLeaveRange } from "../../../program/schedule/gradient-bound.ts";
import type { CompiledSchedule } from "../../../program/schedule/stage-program.ts";
import { checkInputs } from "../../check-inputs.ts";
import { endsHint } from "../../ends-hint.ts";
import type { FloatArray, StepInputs } from "../../engine.ts";
import type { Area } from "../tasks/area.ts";
import { refuseHuge } from "./inputs.ts";

/** What a run read and wrote. */
interface Checked {
  readonly plan: Plan;
  readonly inputs: StepInputs;
  readonly gradient: FloatArray;
}

/** What each thread has met, one guard after the other in four lanes. */
export interface Found {
  readonly guards: Uint32Array;
  /** The same bits as floats. */
  readonly floats: Float32Array;
  /** Of one thread. */
  readonly lanes: number;
}

export function foundIn(buffer: ArrayBuffer, { address, bytes }: Area, threads: number): Found {
  const lanes = bytes / 4;
  const guards = new Uint32Array(buffer, address, threads * lanes);
  return { guards, floats: new Float32Array(buffer, address, threads * lanes), lanes };
}

/** The size of the largest number that a guard has met. Labels are small integers, as floats next to nothing. */
function largestInput({ floats }: Found): number {
  let largest = 0;
  for (let i = 0; i < floats.length; i++) largest = Math.max(largest, Math.abs(floats[i]));
  return largest;
}

/**
 * A gradient that is not finite is an error. It is looked at where it might not be: coefficients, logits, weights and maps
 * of ordinary size leave no doubt.
 *
 * @param coefficient size of the largest one
 */
export function checkRange(
  bounds: readonly Bound[],
  found: Found,
  coefficient: number,
  { plan, gradient }: Checked,
): void {
  if (bounds.length === 0) return;
  const size = Math.max(coefficient, largestInput(found));
  if (mayLeaveRange(bounds, size)) checkGradient(gradient, plan.setting.link);
}

/**
 * Bad input trips a guard; the slow check then says what and where.
 */
export function checkGuards(
  { guards }: CompiledSchedule,
  found: Found,
  { plan, inputs, gradient }: Checked,
): void {
  for (let slot = 0; slot < guards.length; slot++) {
    const { limit, about } = guards[slot];
    if (worstOf(found, slot) <= limit) continue;
    if (about === "inputs") {
      checkInputs(inputs, plan.setting, plan.maps);
      refuseHuge(inputs, plan);
    } else checkGradient(gradient, plan.setting.link);
  }
}

/** The largest of four lanes over the threads. */
function worstOf({ guards, lanes }: Found, slot: number): number {
  let worst = 0;
  for (let at = 4 * slot; at < guards.length; at += lanes)
    for (let lane = 0; lane < 4; lane++) worst = Math.max(worst, guards[at + lane]);
  return worst;
}

function checkGradient(gradient: FloatArray, link: LinkName): void {
  const at = gradient.findIndex((g: number) => !Number.isFinite(g));
  if (at < 0) return;
  throw engineLimit(
    `The gradient is ${gradient[at]} at index ${at}: the formula has no slope there, or one beyond the range of single ` +
      `precision, which the reference engine computes.${endsHint(link)}`,
  );
}
