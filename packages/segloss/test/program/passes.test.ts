import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { INSTRUCTIONS } from "../../src/engines/wasm/legalise/instructions.ts";
import { loopBuilder } from "../../src/engines/wasm/legalise/legalise.ts";
import { legaliser } from "../../src/engines/wasm/loops/loop-nest.ts";
import { programBuilder } from "../../src/program/build.ts";
import type { Builder } from "../../src/program/builder.ts";
import { parseProgram } from "../../src/program/parse.ts";
import { atOwnClass } from "../../src/program/passes/own-class.ts";
import { regroup } from "../../src/program/passes/regroup.ts";
import { shareQuotients } from "../../src/program/passes/share-quotients.ts";
import { splitPhases } from "../../src/program/passes/split-phases.ts";
import { printer, printOutputs, printPhases, printProgram } from "../../src/program/print.ts";
import { type Program, withValues } from "../../src/program/program.ts";
import { verifyProgram, verifyValues } from "../../src/program/verify.ts";

// Files PASS/NAME.ir hold a program and, behind a line of dashes, what the pass makes of it: both are read by people. A change of a
// pass is seen there (`vitest -u` writes them).

type PassText = (text: string, build: Builder) => string;

const verified = (program: Program): string => {
  expect(verifyProgram(program)).toEqual([]);
  return printProgram(program);
};
const pass =
  (run: (program: Program, build: Builder) => Program): PassText =>
  (text, build) =>
    verified(run(parseProgram(text, build), build));

const PASSES: Readonly<Record<string, PassText>> = {
  simplify: (text, build) => verified(parseProgram(text, build, true)),
  "own-class": pass((program, build) => atOwnClass(program, build, true)),
  regroup: pass(regroup),
  "share-quotients": pass(shareQuotients),
  "split-phases": (text, build) => printPhases(splitPhases(parseProgram(text, build), null)),
  legalise: (text, build) => {
    const program = parseProgram(text, build);
    const [phase] = splitPhases(program, null);
    const made = withValues(program, legaliser(phase, loopBuilder()));
    expect(verifyValues(made, INSTRUCTIONS)).toEqual([]);
    return printOutputs(made, printer()).join("\n");
  },
};

describe.each(Object.entries(PASSES))("%s", (name, run) => {
  const folder = new URL(`${name}/`, import.meta.url);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".ir")) : [];
  it("has cases", () => expect(files).not.toEqual([]));
  it.each(files)("%s", async (file) => {
    const path = new URL(file, folder);
    const [given] = readFileSync(path, "utf8").split("\n---\n");
    await expect(`${given.trimEnd()}\n---\n${run(given, programBuilder())}\n`).toMatchFileSnapshot(
      path.pathname,
    );
  });
});
