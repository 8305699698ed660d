import { describe, expect, it } from "vitest";
import { printProgram } from "../../src/program/print.ts";
import { compiled, defectsOf, lossesFor, printedAgain, SETTINGS } from "./programs.ts";

describe("every loss", () => {
  for (const [name, options] of Object.entries(SETTINGS)) {
    const losses = lossesFor(options);
    it(`${name}: types and axes are right after each pass and in instructions`, () => {
      expect([...new Set(losses.flatMap((loss) => defectsOf(loss, options)))]).toEqual([]);
    });

    it(`${name}: a program that is printed, read and printed again is the same text`, () => {
      for (const loss of losses)
        for (const { program } of compiled(loss, options).programs)
          expect(printedAgain(printProgram(program))).toBe(printProgram(program));
    });
  }
});
