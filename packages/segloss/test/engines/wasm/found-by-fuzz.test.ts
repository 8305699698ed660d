import { type CompileOptions, type Loss, loss, parseLoss, reference, type StepInputs } from "segloss";
import { describe, expect, it } from "vitest";
import { wasmSync } from "../../../src/engines/wasm/wasm.ts";
import { gradientMismatch, valueMismatch } from "../../conformance/agreement.ts";
import { randomInputs, seeded } from "./steps.ts";

const TOLERANCES = { value: 4e-7, valueAbsolute: 2e-7, gradient: 2e-6, gradientAbsolute: 1e-9 };
const engines = [reference(), wasmSync()];

function mismatch(made: Loss, options: CompileOptions, inputs: StepInputs = randomInputs(options.shape)) {
  const [exact, fast] = engines.map((engine) => {
    const step = engine.compile(made, options);
    const gradient = new Float32Array(inputs.logits.length);
    const value = step.run({ ...inputs, gradient });
    step.dispose();
    return { value, gradient };
  });
  return (
    valueMismatch(fast.value, exact.value, TOLERANCES) ??
    gradientMismatch(fast.gradient, exact.gradient, TOLERANCES)
  );
}

// What random losses found (`npm run fuzz`), each as small as it fails.
describe("wasm agrees with the reference where it did not", () => {
  const EIGHT = { shape: [2, 5, 6, 8] };

  it.each([
    ["softClDice(pooled=true)", parseLoss("softClDice(pooled=true)")],
    [
      "a count per class beside a skeleton of the target",
      loss("sum(skeleton(y, 0)*p) + sum(y)", { classes: [2] }),
    ],
    ["the same, per pixel", loss("mean(z/(skeleton(y, 0) + 0.5)) + mean(y)", { classes: [2] })],
  ])("what goes to the place of the label, in a sweep that reads no label otherwise: %s", (_, made) => {
    expect(mismatch(made, EIGHT)).toBeUndefined();
  });

  it("a number between sweeps that stands in a sum as well", () => {
    expect(
      mismatch(loss("lovasz(relu(logp - p^y*(y - mean(q))))"), { ...EIGHT, link: "sigmoid" }),
    ).toBeUndefined();
  });

  it.each(["", "(labelSmoothing=0.5)"])(
    "slopes of 1e19 at the label, whose rounding is beside those of other classes: crossEntropy%s",
    (smoothing) => {
      const random = seeded(12);
      const sizes = [-100, 100, -30, 30, 0.5, -60];
      const logits = Float32Array.from(
        { length: 480 },
        () => sizes[Math.floor(6 * random())] + 0.1 * random(),
      );
      const targets = Uint8Array.from({ length: 60 }, () => Math.floor(8 * random()));
      const weights = Float32Array.from({ length: 60 }, () => Math.floor(25 * random()) / 8);
      const made = parseLoss(`exponentialLogarithmic + crossEntropy${smoothing}`);
      expect(mismatch(made, { ...EIGHT, weights: true }, { logits, targets, weights })).toBeUndefined();
    },
  );

  it("a region without a valid pixel, where a class is the largest of its pixels all the same", () => {
    const made = loss("mean(y*logp*q + (1 - y)*log1mp*p^0.5)");
    for (const mask of [new Uint8Array(12), Uint8Array.from({ length: 12 }, (_, i) => Number(i < 6))]) {
      const inputs = { ...randomInputs([2, 6, 3]), mask };
      expect(mismatch(made, { shape: [2, 6, 3], mask: true }, inputs)).toBeUndefined();
    }
  });

  it("errors that are -0, which are no true pixels: lovasz(relu(q*z*logp))", () => {
    const logits = Float32Array.of(-100, 100, 0.6, 0.6, -30, -30, -60, 0.5, 100, 30);
    const options = { shape: [1, 2, 5] };
    const inputs = { logits, targets: Uint8Array.of(0, 3) };
    expect(mismatch(loss("lovasz(relu(q*z*logp))"), options, inputs)).toBeUndefined();
    for (const formula of ["lovasz(relu(skeleton(y, 1)*(y - p)))", "lovasz(relu(y*(y - 2*p)))"])
      expect(mismatch(loss(formula), EIGHT)).toBeUndefined();
  });

  it.each(["mean(log(p/q)*y)", "mean(sqrt(p))", "mean(sqrt(p*q))", "mean((p^2)^0.5)", "mean(log(2*p^2*q))"])(
    "roots and logarithms of products of probabilities, at |z| = 100 too: %s",
    (formula) => {
      for (const channels of [1, 3])
        for (const size of [3, 100]) {
          const logits = Float32Array.from({ length: 12 }, (_, i) => size * Math.sin(1.7 * i + 1));
          const targets = Uint8Array.from({ length: 12 / channels }, (_, i) => i % 2);
          const options = { shape: [1, 12 / channels, channels] };
          expect(mismatch(loss(formula), options, { logits, targets })).toBeUndefined();
        }
    },
  );

  it.each([0.01, 1, 30, 200])("log cosh, where cosh is nearly 1 and where it overflows: up to %d", (size) => {
    const logits = Float32Array.from({ length: 24 }, (_, i) => size * Math.sin(1.7 * i + 1));
    const inputs = { logits, targets: new Uint8Array(24) };
    for (const formula of ["mean(log(cosh(z)))", "mean(2*log(cosh(0.5*z))*p)"]) {
      const step = engines.map((engine) => engine.compile(loss(formula), { shape: [1, 24, 1] }));
      const [exact, fast] = step.map((each) => each.run(inputs));
      expect(Math.abs(fast / exact - 1)).toBeLessThan(2e-7);
      expect(mismatch(loss(formula), { shape: [1, 24, 1] }, inputs)).toBeUndefined();
    }
  });

  it.each(["mean(y^p)", "sum(y*y^p)", "lovasz(y^p)"])("a target of 0 to a power of p: %s", (formula) => {
    for (const channels of [1, 3])
      expect(mismatch(loss(formula), { shape: [1, 4, 5, channels] })).toBeUndefined();
  });
});
