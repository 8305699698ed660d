import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { programBuilder } from "../../src/program/build.ts";
import type { Builder } from "../../src/program/builder.ts";
import { OPS, type Op } from "../../src/program/ops.ts";
import { atOwnClass } from "../../src/program/passes/own-class.ts";
import { regroup } from "../../src/program/passes/regroup.ts";
import { shareQuotients } from "../../src/program/passes/share-quotients.ts";
import type { Program } from "../../src/program/program.ts";
import type { OperandType } from "../../src/program/signature.ts";
import type { Value } from "../../src/program/value.ts";
import { verifyProgram } from "../../src/program/verify.ts";
import { evaluator, type Pixel } from "./evaluate.ts";

// Whatever a pass does to a program, what it computes stays the same. Numbers are eighths, so that no order of sums and products
// rounds; the sign of 0 is nobody's promise.

const OPERATIONS: readonly Op[] = [
  ...(["add", "sub", "mul", "mul", "neg", "abs", "min", "max"] as const),
  ...(["select", "where", "unless", "negateWhere", "less", "same", "not", "both", "either"] as const),
  ...(["classTotal", "classMax"] as const),
];
const NUMBERS = [-2, -1, -0.5, 0, 0.5, 1, 3];

/** Mostly one of the last values, so that operations stand on one another. */
const choice = fc.oneof(fc.nat(1), fc.nat(3), fc.nat(20));
const steps = fc.array(
  fc.record({ op: fc.constantFrom(...OPERATIONS), picks: fc.tuple(choice, choice, choice) }),
  { minLength: 1, maxLength: 14 },
);
const eighth = fc.integer({ min: -16, max: 16 }).map((n) => n / 8);
const pixel = (channels: number): fc.Arbitrary<Pixel> =>
  fc.record({
    channels: fc.constant(channels),
    label: fc.constantFrom(0, 1, channels),
    planes: fc.array(fc.array(eighth, { minLength: channels, maxLength: channels }), {
      minLength: 2,
      maxLength: 2,
    }),
    coefficients: fc.array(eighth, { minLength: channels + 1, maxLength: channels + 1 }),
  });

/** Values of random operations, made by `apply`. */
function grow(
  build: Builder,
  given: readonly { readonly op: Op; readonly picks: readonly number[] }[],
  apply: (op: Op, args: readonly Value[]) => Value,
): Value[] {
  const label = build.leaf("label", 1);
  const values: Value[] = [
    ...[build.leaf("plane", 3, 0), build.leaf("plane", 1, 1), build.leaf("coefficient", 0, 0)],
    ...[build.leaf("coefficient", 2, 1), label, build.leaf("classIndex", 2)],
    ...NUMBERS.map((x) => build.constant(x)),
    build.same(label, build.leaf("classIndex", 2)),
  ];
  const pick = (type: OperandType, n: number): Value => {
    const wanted = type === "number" ? "f32" : type;
    const fitting = values.filter((value) => value.type === wanted);
    return fitting[fitting.length - 1 - (n % fitting.length)];
  };
  for (const { op, picks } of given)
    values.push(
      apply(
        op,
        OPS[op].operands.map((type, i) => pick(type, picks[i])),
      ),
    );
  return values.filter(({ type, args }) => type === "f32" && args.length > 0);
}

/** What a program adds and stores at a pixel, by slot and class. */
function results({ sums, stores, channels }: Program, at: Pixel): Map<string, number> {
  const found = new Map<string, number>();
  const evaluate = evaluator(at);
  const classes = Array.from({ length: channels }, (_, c) => c);
  for (const { value, slot, byLabel } of sums)
    for (const c of classes) {
      if (byLabel && c !== at.label) continue;
      const key = `sum ${slot} ${c}`;
      found.set(key, (found.get(key) ?? 0) + evaluate(value, c));
    }
  for (const { value, plane, byLabel } of stores)
    for (const c of classes)
      if (!byLabel || c === at.label) found.set(`store ${plane} ${c}`, evaluate(value, c));
  return found;
}

function expectSame(after: Program, before: Program, at: Pixel): void {
  const [got, right] = [results(after, at), results(before, at)];
  for (const [key, value] of right)
    expect(Math.abs((got.get(key) ?? 0) - value), key).toBeLessThanOrEqual(
      1e-9 * Math.max(1, Math.abs(value)),
    );
}

it("simplified or not, values are the same", () => {
  fc.assert(
    fc.property(steps, pixel(3), (given, at) => {
      const build = programBuilder();
      const axesOf = (args: readonly Value[], op: Op): Value["axes"] =>
        OPS[op].perPixel ? 1 : (args.reduce<number>((all, { axes }) => all | axes, 0) as Value["axes"]);
      const evaluate = evaluator(at);
      const plain = grow(build, given, (op, args) => build.node(op, args, axesOf(args, op)));
      const simple = new Map<Value, Value>();
      const simplified = (value: Value): Value => {
        const known = simple.get(value) ?? build.rebuilt(value, value.args.map(simplified));
        simple.set(value, known);
        return known;
      };
      for (const value of plain)
        for (const c of [0, 1, 2]) expect(evaluate(simplified(value), c)).toBeCloseTo(evaluate(value, c), 9);
    }),
    { numRuns: 3000 },
  );
});

describe.each([
  ["regroup", regroup],
  ["share quotients", shareQuotients],
  ["own class", (program: Program, build: Builder) => atOwnClass(program, build, true)],
] as const)("%s", (_, run) => {
  it.each([3, 8])("what a program of %i classes adds and stores stays the same", (channels) => {
    fc.assert(
      fc.property(steps, pixel(channels), (given, at) => {
        const build = programBuilder();
        const values = grow(build, given, (op, args) => build.apply(op, args));
        // Of one value alone: what nothing else needs may be written another way.
        const sums = values.slice(-1).map((value, i) => ({
          value,
          slot: i * channels,
          perClass: true,
          logarithmic: false,
        }));
        const stores = values.slice(-1).map((value) => ({ value, plane: 2 }));
        const program: Program = { channels, sums, stores, guards: [] };
        const after = run(program, build);
        expect(verifyProgram(after)).toEqual([]);
        expectSame(after, program, at);
      }),
      { numRuns: 3000 },
    );
  });
});
