import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { programBuilder } from "../../src/program/build.ts";
import { OPS, type Op } from "../../src/program/ops.ts";
import { parseProgram } from "../../src/program/parse.ts";
import { printProgram } from "../../src/program/print.ts";
import type { OperandType } from "../../src/program/signature.ts";
import type { Value } from "../../src/program/value.ts";
import { verifyProgram } from "../../src/program/verify.ts";
import { printedAgain } from "./programs.ts";

describe("a program that is printed, read and printed again is the same text", () => {
  it("any program of any operations", () => {
    const operations = (Object.keys(OPS) as Op[]).filter((op) => OPS[op].operands.length > 0);
    const step = fc.record({
      op: fc.constantFrom(...operations),
      picks: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
    });
    const number = fc.float({ noNaN: false });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), number, fc.nat(9), (steps, x, slot) => {
        const build = programBuilder();
        const values: Value[] = [
          build.leaf("plane", 1, 0),
          build.leaf("plane", 3, 1),
          build.leaf("coefficient", 2, 2),
          build.leaf("label", 1),
          build.leaf("classIndex", 2),
          build.leaf("truth", 0, 1),
          build.integer(-7),
          build.constant(x),
        ];
        const pick = (type: OperandType, n: number): Value => {
          const fitting = values.filter(
            (value) => value.type === type || (type === "number" && value.type === "f32"),
          );
          return fitting[n % fitting.length];
        };
        for (const { op, picks } of steps)
          values.push(
            build.apply(
              op,
              OPS[op].operands.map((type, i) => pick(type, picks[i])),
            ),
          );
        const numbers = values.filter(({ type }) => type === "f32");
        const sums = numbers.map((value, i) => ({
          value,
          slot: slot + i,
          perClass: true,
          logarithmic: i % 2 === 0,
        }));
        const program = { channels: 3, sums, stores: [], guards: [] };
        expect(verifyProgram(program)).toEqual([]);
        expect(printedAgain(printProgram(program))).toBe(printProgram(program));
      }),
    );
  });
});

describe("what is no program is refused with its line", () => {
  const reading = (text: string) => () => parseProgram(text, programBuilder());
  it("unknown operations and values, types, numbers of operands, other lines", () => {
    expect(reading("v1: f32 = plus(1, 2)")).toThrow("Line 1: there is no operation plus.");
    expect(reading("\nsum 0 = v1")).toThrow("Line 2: there is no value v1 before this line.");
    expect(reading("v1: mask = add(1, 2)")).toThrow("Line 1: v1 is f32, not mask.");
    expect(reading("v1: f32 = add(1)")).toThrow("Line 1: add takes 2 operands, got 1.");
    expect(reading("total 0 = 1")).toThrow(
      'Line 1: expected "v1: f32[p] = add(plane0[p], 1)" or "sum 0 = v1", store or guard, got "total 0 = 1".',
    );
  });
});
