import { type CompileOptions, LOSSES, makePlan, parseLoss } from "segloss";
import { readOptions } from "../../src/engines/read-options.ts";
import { INSTRUCTIONS } from "../../src/engines/wasm/legalise/instructions.ts";
import { loopBuilder } from "../../src/engines/wasm/legalise/legalise.ts";
import { loopNest } from "../../src/engines/wasm/loops/loop-nest.ts";
import { programBuilder } from "../../src/program/build.ts";
import { parseProgram } from "../../src/program/parse.ts";
import { splitPhases } from "../../src/program/passes/split-phases.ts";
import { printProgram } from "../../src/program/print.ts";
import type { Program } from "../../src/program/program.ts";
import { planeTable } from "../../src/program/schedule/planes.ts";
import { makeSchedule } from "../../src/program/schedule/schedule.ts";
import { type CompiledSchedule, compileSchedule } from "../../src/program/schedule/stage-program.ts";
import { verifyProgram, verifyValues } from "../../src/program/verify.ts";

/** Settings that change what programs hold. */
export const SETTINGS: Readonly<Record<string, CompileOptions>> = {
  binary: { shape: [2, 16, 16, 1] },
  "binary, soft, weights": { shape: [2, 16, 16, 1], targets: "soft", weights: true },
  "binary, no link, mask": { shape: [2, 16, 16, 1], link: "none", mask: true },
  "3 classes, ignore": { shape: [2, 16, 16, 3], ignore: 255 },
  "21 classes": { shape: [2, 21, 16, 16], layout: "channels-first" },
};

/** The compiled schedule of a loss; `seen` gets each program after each pass. */
export function compiled(
  loss: string,
  options: CompileOptions,
  seen?: (pass: string, program: Program) => void,
): CompiledSchedule {
  const plan = makePlan(parseLoss(loss), readOptions(options));
  const fields = plan.fields.flatMap(({ d1, d2 }) => [d1, d2]);
  const perPixel = [...(plan.setting.weighted ? ["weights"] : []), ...fields, ...plan.maps];
  const table = planeTable(
    plan.setting,
    perPixel,
    plan.classFields.map(({ name }) => name),
  );
  return compileSchedule(plan, makeSchedule(plan, true), table, seen);
}

/** Names of the losses that a setting allows. */
export function lossesFor(options: CompileOptions): string[] {
  return LOSSES.map(({ definition }) => definition.name).filter((name) => {
    try {
      makePlan(parseLoss(name), readOptions(options));
      return true;
    } catch {
      return false;
    }
  });
}

/** What is wrong with the programs of a loss after each pass, and with their instructions. */
export function defectsOf(loss: string, options: CompileOptions): string[] {
  const defects: string[] = [];
  const { programs } = compiled(loss, options, (pass, program) => {
    for (const defect of verifyProgram(program)) defects.push(`${loss}, ${pass}: ${defect}`);
  });
  const make = loopBuilder();
  const phases = programs.flatMap(({ program }) => splitPhases(program, null));
  const loops = phases.flatMap((phase) => loopNest(phase, make, false).loops);
  for (const loop of loops)
    for (const defect of verifyValues(loop, INSTRUCTIONS)) defects.push(`${loss}, loops: ${defect}`);
  return defects;
}

export function printedAgain(text: string): string {
  return printProgram(parseProgram(text, programBuilder()));
}
