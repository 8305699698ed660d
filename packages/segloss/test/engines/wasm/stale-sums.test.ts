import { type CompileOptions, loss, reference } from "segloss";
import { describe, expect, it } from "vitest";
import { wasmSync } from "../../../src/engines/wasm/wasm.ts";
import { gradientMismatch, valueMismatch } from "../../conformance/agreement.ts";
import { randomInputs } from "./steps.ts";

const TOLERANCES = { value: 4e-7, valueAbsolute: 2e-7, gradient: 2e-6, gradientAbsolute: 1e-9 };

const perClass = (channels: number) => Array.from({ length: channels }, (_, c) => 0.5 + c);

/** Losses whose value counts valid pixels while the gradient does not, or reads what depends on the count. */
const COUNTING = [
  ...["sum(p) - mean(y)", "mean(y) + 0.5*sum(p)", "sum(abs(p - y)) + 0.1*mean(y)", "sum(p) + stop(mean(p))"],
  ...["mean(y) + sum((p - y)^2)", "mean(y^2) + 0.5*sum(min(u, z))", "mean(y) + sum(p)*sum(stop(p))"],
  ...["sum(skeleton(p, 1)) - mean(y)", "sum(max(p, progress)) - mean(y)"],
];

/** Sums of what reads the target but is one number for both labels. */
const BOTH_LABELS = [
  ...["mean((2*y - 1)^2)", "mean(sign(1 + y))", "mean(max(y, 1))", "mean(exp(y*(1 - y)))", "mean(sign(p^y))"],
  ...[
    "sum((2*y - 1)^4)",
    "mean(clip(y + 1, 0, 1))",
    "mean(y^y)",
    "mean(p*y)/mean((2*y - 1)^2)",
    "sum(p*y)*mean(y^y)",
  ],
  "mean(softplus(-z)*(2*y - 1)^2 + log1p(y*(1 - y)))",
];

const engine = wasmSync();

/** A fresh step, run on images of which others are valid each time, with the gradient and without. */
function disagreements(formula: string, options: CompileOptions): (string | undefined)[] {
  const { shape } = options;
  const parameters = /\bu\b/.test(formula) ? { u: perClass(shape[shape.length - 1]) } : {};
  return (["image", "batch"] as const).flatMap((over) => {
    const made = loss(formula, { parameters, over });
    const steps = [engine, reference()].map((on) => on.compile(made, { ...options, mask: true }));
    const found = ["10", "11", "01", "10"].flatMap((images, run) => {
      const inputs = { ...randomInputs(shape, run + 3), progress: 0.4 };
      const perImage = inputs.targets.length / 2;
      const mask = Uint8Array.from(inputs.targets, (_, i) =>
        i % 5 === 0 ? 0 : Number(images[Math.floor(i / perImage)]),
      );
      const gradients = steps.map(() => new Float32Array(inputs.logits.length));
      const [value, expected] = steps.map((step, i) => step.run({ ...inputs, mask, gradient: gradients[i] }));
      const alone = steps[0].run({ ...inputs, mask });
      return [
        valueMismatch(value, expected, TOLERANCES),
        valueMismatch(alone, expected, TOLERANCES),
        gradientMismatch(gradients[0], gradients[1], TOLERANCES),
      ];
    });
    for (const step of steps) step.dispose();
    return found;
  });
}

describe("what a stage reads is that of its own run, from the first one on", () => {
  for (const channels of [1, 3])
    it.each(COUNTING)(`%s, ${channels} channels`, (formula) => {
      const found = disagreements(formula, { shape: [2, 4, 5, channels] });
      expect(found.filter((problem) => problem !== undefined)).toEqual([]);
    });
});

describe("a sum has the class axis of what is summed", () => {
  for (const channels of [2, 3, 8])
    for (const link of ["softmax", "sigmoid"] as const)
      it.each(BOTH_LABELS)(`%s, ${channels} channels, ${link}`, (formula) => {
        const found = disagreements(formula, { shape: [2, 3, 5, channels], link });
        expect(found.filter((problem) => problem !== undefined)).toEqual([]);
      });
});
