import { type CompileOptions, type Loss, reference, type StepInputs } from "segloss";
import { describe, expect, it } from "vitest";
import { type Errors, errorsOf, gradientMismatch, type Tolerances, valueMismatch } from "./agreement.ts";
import { type Case, compileOptions, stepInputs } from "./case.ts";
import { CASES } from "./cases.ts";
import { SUITE_LOSSES, type SuiteLoss } from "./losses.ts";

type MaybePromise<T> = T | Promise<T>;

/** An engine under test: an `Engine`, or one whose steps answer later. */
export interface EngineUnderTest {
  readonly name: string;
  compile(loss: Loss, options: CompileOptions): MaybePromise<StepUnderTest>;
}

export interface StepUnderTest {
  run(inputs: StepInputs): MaybePromise<number>;
  dispose(): MaybePromise<void>;
}

/** What an engine leaves out. A text fits names that are equal, a RegExp those that it finds. */
export interface Skip {
  readonly case: string | RegExp;
  readonly loss: string | RegExp;
  readonly reason: string;
}

export interface ConformanceOptions {
  readonly tolerances: Tolerances;
  readonly skips?: readonly Skip[];
  /** Cases and losses of the engine's own besides those of the suite. */
  readonly cases?: readonly Case[];
  readonly losses?: readonly SuiteLoss[];
  /** Every n-th pair alone, a selection from all over the suite. Default 1. */
  readonly every?: number;
  /** The first pair of those, from 0. Default 0. */
  readonly first?: number;
  /** Hears how far each pair is off, whose gradients mean something at ties. */
  readonly onErrors?: (errors: Errors, pair: string) => void;
}

/**
 * Every case times every loss on the engine, against the float64 reference: the value within a relative tolerance,
 * the gradient in relative L2, everything finite. Steps run twice: an answer may not depend on the one before.
 */
export function conformance(engine: EngineUnderTest, options: ConformanceOptions): void {
  const { skips = [] } = options;
  pairs(options, (c, suiteLoss, loss) => compareWithReference(engine, c, suiteLoss, loss, options), skips);
}

/** One test for each case and loss that fit each other; those skipped say why. */
export function pairs(
  {
    cases = [],
    losses = [],
    every = 1,
    first = 0,
  }: Pick<ConformanceOptions, "cases" | "losses" | "every" | "first">,
  check: (c: Case, suiteLoss: SuiteLoss, loss: Loss) => MaybePromise<void>,
  skips: readonly Skip[] = [],
): void {
  const used = new Set<Skip>();
  let at = 0;
  for (const c of [...CASES, ...cases]) {
    const chosen = [...SUITE_LOSSES, ...losses].flatMap((suiteLoss) => {
      const loss = suiteLoss.make(c);
      return loss !== null && at++ % every === first ? [{ suiteLoss, loss }] : [];
    });
    if (chosen.length === 0) continue;
    describe(c.name, () => {
      for (const { suiteLoss, loss } of chosen) {
        const skip = skips.find((s) => fits(s.case, c.name) && fits(s.loss, suiteLoss.name));
        if (skip) used.add(skip);
        if (skip) it.skip(`${suiteLoss.name}: ${skip.reason}`);
        else it(suiteLoss.name, () => check(c, suiteLoss, loss));
      }
    });
  }
  it("every skip leaves something out", () => {
    expect(skips.filter((skip) => !used.has(skip))).toEqual([]);
  });
}

function fits(pattern: string | RegExp, name: string): boolean {
  return typeof pattern === "string" ? pattern === name : pattern.test(name);
}

async function compareWithReference(
  engine: EngineUnderTest,
  c: Case,
  suiteLoss: SuiteLoss,
  loss: Loss,
  { tolerances, onErrors }: Pick<ConformanceOptions, "tolerances" | "onErrors">,
): Promise<void> {
  const expectedGradient = new Float64Array(c.logits.length);
  const expected = reference().compile(loss, compileOptions(c)).run(stepInputs(c, expectedGradient));
  const step = await engine.compile(loss, compileOptions(c));
  for (const dirt of [0, 7]) {
    const gradient = new Float32Array(c.logits.length).fill(dirt);
    const value = await step.run(stepInputs(c, gradient));
    expect(valueMismatch(value, expected, tolerances), suiteLoss.name).toBeUndefined();
    const orderMatters = suiteLoss.ranks && c.ties;
    const exact = { value: expected, gradient: expectedGradient };
    if (!orderMatters)
      onErrors?.(errorsOf({ value, gradient }, exact, tolerances), `${c.name}, ${suiteLoss.name}`);
    const limits = orderMatters ? { gradientAbsolute: Number.POSITIVE_INFINITY } : {};
    expect(
      gradientMismatch(gradient, expectedGradient, { ...tolerances, ...limits }),
      suiteLoss.name,
    ).toBeUndefined();
  }
  await step.dispose();
}
