import { describe, expect, it } from "vitest";
import { programBuilder } from "../../src/program/build.ts";
import { parseProgram } from "../../src/program/parse.ts";
import { verifyProgram } from "../../src/program/verify.ts";
import { defectsOf, SETTINGS } from "./programs.ts";

describe("types and axes are right after each pass and in instructions", () => {
  for (const [name, options] of Object.entries(SETTINGS))
    it(name, () => {
      const losses = ["crossEntropy + dice", "lovasz", "topKCrossEntropy", "unifiedFocal"];
      expect([...new Set(losses.flatMap((loss) => defectsOf(loss, options)))]).toEqual([]);
    });
});

describe("what is wrong is named", () => {
  const build = programBuilder();
  const of = (text: string): string[] => verifyProgram(parseProgram(text, build));
  const wrong = (value: Parameters<typeof build.node>, text = "sum 0 = v1"): string[] => {
    const program = parseProgram(text.replace("v1", "0"), build);
    return verifyProgram({ ...program, sums: [{ ...program.sums[0], value: build.node(...value) }] });
  };
  const z = build.leaf("plane", 3, 0);
  const mask = build.less(z, 0);

  it("operands of another type, another number of them", () => {
    expect(wrong(["add", [z, mask], 3], "sum 0 per class = v1")).toEqual([
      "operand 1 of add is to be f32, not mask",
    ]);
    expect(wrong(["add", [z, z, z], 3], "sum 0 per class = v1")).toEqual(["add takes 2 operands, not 3"]);
    expect(wrong(["not", [z], 3])).toContain("operand 1 of not is to be mask, not f32");
  });

  it("axes: those of the operands together, those of a pixel after a reduction, those of leaves", () => {
    expect(wrong(["neg", [z], 1])).toEqual(["neg is to be f32[pc], not f32[p]"]);
    expect(wrong(["classTotal", [z], 3])).toContain("classTotal is to be f32[p], not f32[pc]");
    expect(wrong(["plane", [], 2])).toContain("plane is no leaf of f32[c]");
  });

  it("sums and stores that do not fit their values", () => {
    expect(of("v1: mask[p] = less(plane0[p], 0)\nsum 0 = v1")).toEqual(["a sum is of numbers, not of mask"]);
    expect(of("sum 0 = plane0[pc]")).toEqual(["a sum of a value per class has a place for each"]);
    expect(of("sum 0 per class by label = plane0[pc]")).toEqual(["a sum by label is of a value per pixel"]);
    expect(of("store 1 by label = plane0[pc]")).toEqual(["a store by label is of a value per pixel"]);
    expect(of("store 1 = label")).toEqual(["a plane holds numbers, not i32"]);
  });
});
