import { explain, type Loss, makePlan, parseLoss, type Setting } from "segloss";
import { describe, expect, it } from "vitest";
import { apply } from "../../src/formula/algebra.ts";
import { type Expression, symbol, topological } from "../../src/formula/expression.ts";
import { checkSize } from "../../src/plan/check-size.ts";
import { reachable } from "../../src/program/graph.ts";
import { valuesOf } from "../../src/program/program.ts";
import { planeTable } from "../../src/program/schedule/planes.ts";
import { makeSchedule } from "../../src/program/schedule/schedule.ts";
import { compileSchedule } from "../../src/program/schedule/stage-program.ts";
import { chain, NESTED } from "./nested-formulas.ts";

const SETTING: Setting = {
  batch: 1,
  space: [4, 4],
  channels: 1,
  layout: "channels-last",
  link: "sigmoid",
  targets: "indices",
  weighted: false,
  ignore: [],
  masked: false,
};

/** Operands of all operations of value and gradient, shared parts once. */
function operandsOf(loss: Loss): number {
  const { scopes } = makePlan(loss, SETTING);
  const nodes = topological(scopes.flatMap(({ value, gradient }) => [value, gradient]));
  return nodes.reduce((sum, node) => sum + (node.kind === "apply" ? node.args.length : 0), 0);
}

/** Vector operations of all sweeps. */
function vectorOperationsOf(loss: Loss): number {
  const plan = makePlan(loss, SETTING);
  const { programs } = compileSchedule(plan, makeSchedule(plan, true), planeTable(SETTING, [], []));
  return programs.reduce((sum, { program }) => sum + reachable(valuesOf(program)).length, 0);
}

/** What twice the levels may cost: at most the third power of the levels, where a tree would have the square of the cost. */
const TWICE = 9;

// None of these ends in a lifetime where shared parts are walked as a tree.
describe.each(Object.entries(NESTED))("%s", (_, formula) => {
  const [small, large] = [8, 16].map((levels) => parseLoss(formula(levels)));

  it("is derived in nodes that follow its levels", () => {
    expect(operandsOf(large)).toBeLessThan(TWICE * operandsOf(small));
  });

  it("is explained in as much text", () => {
    const [short, long] = [small, large].map((loss) => JSON.stringify(explain(loss)).length);
    expect(long).toBeLessThan(TWICE * short);
    expect(long).toBeLessThan(200_000);
  });

  it("is compiled to as many vector operations", () => {
    expect(vectorOperationsOf(large)).toBeLessThan(TWICE * vectorOperationsOf(small));
  });
});

describe("the budget", () => {
  it("is an error that says so", () => {
    const wide = parseLoss(chain(60, (a) => `${a}/(1 + ${a}^2)`));
    expect(() => makePlan(wide, SETTING)).toThrow(
      expect.objectContaining({
        name: "FormulaError",
        problem: expect.stringMatching(
          /^The loss is too large after derivation: \d\d,\d{3} operands, 20,000 at most\. Write it with fewer parts that use one another\.$/,
        ),
      }),
    );
  });

  it("holds for depth as well, which goes on the stack", () => {
    const nested = (levels: number): Expression =>
      Array.from({ length: levels }).reduce<Expression>((e) => apply("tanh", e), symbol("p", 1));
    const { terms } = parseLoss("mean(p)");
    expect(() => checkSize([nested(700)], terms, SETTING)).not.toThrow();
    expect(() => checkSize([nested(701)], terms, SETTING)).toThrow(
      /701 operations inside of one another, 700 at most\./,
    );
  });

  it("leaves room for what is just below it", () => {
    const deep = parseLoss(chain(220, (a) => `tanh(${a})`));
    expect(vectorOperationsOf(deep)).toBeGreaterThan(1000);
    expect(explain(deep).gradient.text).toMatch(/tanh/);
  });
});
