import fc from "fast-check";
import type { BinaryOperator, Syntax } from "../../src/formula/syntax.ts";

const number = (value: number): Syntax => ({ kind: "number", value, at: 0 });
const name = (text: string): Syntax => ({ kind: "name", name: text, at: 0 });
const call = (text: string, ...args: Syntax[]): Syntax => ({ kind: "call", name: text, args, at: 0 });
const binary = (operator: BinaryOperator, left: Syntax, right: Syntax): Syntax => ({
  ...{ kind: "binary", operator, left, right, at: 0 },
});

const leaf: fc.Arbitrary<Syntax> = fc.oneof(
  fc.constantFrom("z", "p", "q", "y", "logp", "log1mp").map(name),
  fc.constantFrom(0, 1, 2, 3, 0.5, 0.25).map(number),
);

const SMOOTH = ["tanh", "sigmoid", "softplus", "exp"] as const;
const KINKED = ["abs", "relu", "sign", "step"] as const;

/**
 * Random formulas of pixel values under a mean, with reductions inside. Bases of powers and operands of logarithms
 * are made positive, divisors away from 0, so that values stay finite.
 */
export function randomFormula({ smooth }: { smooth: boolean }): fc.Arbitrary<Syntax> {
  const functions = smooth ? SMOOTH : [...SMOOTH, ...KINKED];
  const { expression } = fc.letrec<{ expression: Syntax }>((tie) => {
    const part = tie("expression");
    return {
      expression: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        leaf,
        fc
          .tuple(fc.constantFrom<BinaryOperator>("+", "-", "*"), part, part)
          .map(([o, a, b]) => binary(o, a, b)),
        part.map((operand): Syntax => ({ kind: "negate", operand, at: 0 })),
        fc.tuple(part, part).map(([a, b]) => binary("/", a, positive(b))),
        fc
          .tuple(fc.constantFrom(...functions), part)
          .map(([f, x]) => call(f, f === "exp" ? call("tanh", x) : x)),
        part.map((x) => call("log", positive(x))),
        part.map((x) => call("sqrt", positive(x))),
        fc.tuple(part, fc.constantFrom(0, 1, 2, 3)).map(([x, k]) => binary("^", x, number(k))),
        fc
          .tuple(part, fc.constantFrom(-1, -2, 0.5, 1.5))
          .map(([x, k]) => binary("^", positive(x), signed(k))),
        fc
          .tuple(fc.constantFrom("p", "q"), fc.constantFrom(-1, 0.5, 2))
          .map(([s, k]) => binary("^", name(s), signed(k))),
        fc.tuple(fc.constantFrom("sum", "mean", "total"), part).map(([f, x]) => call(f, x)),
        fc
          .tuple(fc.constantFrom(...(smooth ? [] : ["min", "max"]), "mul"), part, part)
          .map(([f, a, b]) => (f === "mul" ? binary("*", a, b) : call(f, a, b))),
      ),
    };
  });
  return expression.map((e) => call("mean", e));
}

/** x^2 + 1/2 */
function positive(x: Syntax): Syntax {
  return binary("+", binary("^", x, number(2)), number(0.5));
}

/** A number as the parser reads it. */
function signed(value: number): Syntax {
  return value < 0 ? { kind: "negate", operand: number(-value), at: 0 } : number(value);
}
