import type { LinkName } from "../../links/index.ts";
import type { Plan } from "../../plan/plan.ts";
import { checkInputs } from "../check-inputs.ts";
import { endsHint } from "../ends-hint.ts";
import type { FloatArray, StepInputs } from "../engine.ts";
import { engineLimit } from "../engine-limit.ts";
import { refuseHuge } from "./inputs.ts";
import type { CompiledSchedule } from "./schedule/stage-program.ts";

/** What a run read and wrote. */
interface Checked {
  readonly plan: Plan;
  readonly inputs: StepInputs;
  readonly gradient: FloatArray;
}

/**
 * Bad input trips a guard; the slow check then says what and where.
 *
 * @param found what each thread has met, one guard after the other in four lanes
 * @param step lanes of one thread
 */
export function checkGuards(
  { guards }: CompiledSchedule,
  found: Uint32Array,
  step: number,
  { plan, inputs, gradient }: Checked,
): void {
  for (let slot = 0; slot < guards.length; slot++) {
    const { limit, about } = guards[slot];
    if (worstOf(found, 4 * slot, step) <= limit) continue;
    if (about === "inputs") {
      checkInputs(inputs, plan.setting, plan.maps);
      refuseHuge(inputs, plan);
    } else checkGradient(gradient, plan.setting.link);
  }
}

/** The largest of four lanes over the threads. */
function worstOf(guards: Uint32Array, first: number, step: number): number {
  let worst = 0;
  for (let at = first; at < guards.length; at += step)
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
