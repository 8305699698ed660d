import { leavesOut, type Setting } from "../../plan/setting.ts";
import type { Builder } from "../builder.ts";
import type { Program } from "../program.ts";
import { atOwnClass } from "./own-class.ts";
import { regroup } from "./regroup.ts";
import { shareQuotients } from "./share-quotients.ts";

/** A pass over the program of a sweep. */
interface Pass {
  readonly name: string;
  run(program: Program, build: Builder, setting: Setting): Program;
}

const PASSES: readonly Pass[] = [
  {
    name: "own class",
    run: (program, build, setting) =>
      setting.targets === "indices" ? atOwnClass(program, build, leavesOut(setting)) : program,
  },
  { name: "regroup", run: regroup },
  { name: "share quotients", run: shareQuotients },
];

/** Looks at a program after a pass: tests verify it. */
export type Watch = (pass: string, program: Program) => void;

/** All passes over what `lower` has made. */
export function optimise(program: Program, build: Builder, setting: Setting, watch?: Watch): Program {
  watch?.("lower", program);
  return PASSES.reduce((before, { name, run }) => {
    const after = run(before, build, setting);
    watch?.(name, after);
    return after;
  }, program);
}
