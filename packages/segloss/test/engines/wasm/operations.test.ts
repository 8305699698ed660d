import { type CompileOptions, loss, reference, type StepInputs } from "segloss";
import { describe, expect, it } from "vitest";
import { wasmSync } from "../../../src/engines/wasm/wasm.ts";
import { topological } from "../../../src/formula/expression.ts";
import type { OpName } from "../../../src/formula/op-name.ts";
import { OPS } from "../../../src/formula/op-table.ts";
import { gradientMismatch, valueMismatch } from "../../conformance/agreement.ts";
import { FULL_SETUPS } from "../../losses/gradient-setups.ts";

/** Formulas that hold the operation, in their value, their gradient, or the link's definitions. */
const FORMULAS: Readonly<Record<OpName, readonly string[]>> = {
  add: ["mean(p + y)"],
  mul: ["mean(p*q*y)"],
  pow: [
    "mean(z^3)",
    "mean((p + 1)^-1.5)",
    "mean(relu(m - 0.3)^y*p)",
    "1e-9*mean(z^66)",
    "mean((m - 0.5)^(2*step(m - 0.3))*p)",
    "mean((m - 0.5)^(1 + 2*step(m - 0.3))*p)",
    "mean(p^(1 + mean(p)))",
  ],
  ratio: ["sum(p*y)/sum(p)"],
  inverse: ["sum(p*y)/sum(p)"],
  exp: ["mean(exp(z/2))", "mean(exp(-z^2))"],
  log: ["mean(log(p + 0.5))"],
  expm1: ["mean(expm1(z))", "mean(expm1(1e-6*z*p))"],
  log1p: ["mean(log1p(p*y))"],
  sqrt: ["mean(sqrt(p + 1))"],
  abs: ["mean(abs(p - 0.4))"],
  sign: ["mean(sign(z)*p^2)"],
  step: ["mean(step(z)*p^2)"],
  min: ["mean(min(p, y + 0.31))"],
  max: ["mean(max(p, m))"],
  relu: ["mean(relu(z - 0.3)^2)"],
  sigmoid: ["mean(sigmoid(2*z))"],
  softplus: ["mean(softplus(z)*p)"],
  tanh: ["mean(tanh(z/2))", "mean(tanh(20*z))"],
  sinh: ["mean(sinh(z/2))"],
  cosh: ["mean(cosh(z/3))"],
  stop: ["mean(stop(p)*q)"],
  pixelSum: ["mean((p - mean(p))^2)"],
  total: ["mean(total(p^2)*q)", "mean(total(p*y)^2)"],
  others: ["mean(-y*logp)"],
  aboveMean: ["mean(p^2)", "sum(p*y)/sum(p)", "mean(total(p*log(max(y, 1))))"],
  logSoftmax: ["mean(-y*logp)"],
  logOthers: ["mean(-(1 - y)*log1mp)"],
  isLargest: ["mean(isLargest(z)*p)", "mean(isLargest(m*p)*p)", "mean(isLargest(mean(p))*p)"],
  largest: ["mean(largest(p)*q)", "largest(mean(p))"],
  lovaszWeights: ["lovasz(abs(y - p))", "lovasz(total(abs(y - p)))", "lovasz(y - p)", "lovasz(m)"],
  hardest: [
    "mean(hardest(-y*logp, 0.5)*p)",
    "mean(hardest(total(p^2), 0.4)*p)",
    "mean(hardest(p, 0.1 + mean(m)/2)*p)",
    "mean(hardest(p, total(mean(p*y)))*hardest(p, mean(m))*p)",
  ],
  skeleton: ["mean(skeleton(p, 2)*y)", "mean(skeleton(total(p^2), 1)*m)", "mean(skeleton(m, 1)*p)"],
  skeletonSlope: ["mean(skeleton(p, 2)*m)", "mean(skeleton(p*mean(p), 1))"],
};

/** Of a product of many factors, each rounded. */
const ROUNDING: Readonly<Record<string, number>> = { "1e-9*mean(z^66)": 66 * 2 ** -24 };

const TOLERANCES = { value: 1e-6, valueAbsolute: 1e-7, gradient: 2e-6, gradientAbsolute: 1e-7 };

/** The float64 numbers of a setup as float32 ones, so that both engines get the same. */
function rounded({ maps = {}, ...inputs }: StepInputs): StepInputs & { logits: Float64Array } {
  const round = <T>(data: T): T =>
    data instanceof Float64Array ? (Float64Array.from(data, Math.fround) as T) : data;
  const entries = Object.entries(inputs).map(([name, data]) => [name, round(data)]);
  return { ...Object.fromEntries(entries), maps: { m: round(maps.m) } };
}

const engine = wasmSync();

for (const op of Object.keys(OPS) as OpName[]) {
  describe(op, () => {
    for (const formula of FORMULAS[op]) {
      const maps = /\bm\b/.test(formula) ? ["m"] : [];
      const made = loss(formula, { maps });

      it(`is in ${formula}`, () => {
        const plans = FULL_SETUPS.map(({ options }) => reference().compile(made, options).plan);
        const parts = plans.flatMap(({ scopes, definitions }) => [
          ...scopes.flatMap(({ value, gradient }) => [value, gradient]),
          ...definitions.values(),
        ]);
        expect(topological(parts).some((e) => e.kind === "apply" && e.op === op)).toBe(true);
      });

      for (const { name, options, inputs } of FULL_SETUPS) {
        it(`${formula}: ${name}`, () => agrees(formula, options, rounded(inputs)));
      }

      function agrees(text: string, options: CompileOptions, inputs: StepInputs): void {
        const exact = new Float64Array(inputs.logits.length);
        const expected = reference()
          .compile(made, options)
          .run({ ...inputs, gradient: exact });
        const gradient = new Float32Array(exact.length);
        const found = engine.compile(made, options).run({ ...inputs, gradient });
        const { value, gradient: relative } = TOLERANCES;
        const more = ROUNDING[text] ?? 0;
        const tolerances = { ...TOLERANCES, value: value + more, gradient: relative + more };
        expect(valueMismatch(found, expected, tolerances)).toBeUndefined();
        expect(gradientMismatch(gradient, exact, tolerances)).toBeUndefined();
      }
    }
  });
}
