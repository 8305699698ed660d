import { type CompileOptions, LOSSES, parseLoss, reference, type Step, type StepInputs } from "segloss";
import { afterAll, describe, expect, it } from "vitest";
import { wasmSync } from "../../src/engines/wasm/wasm.ts";

const engines = [reference(), wasmSync()];
afterAll(() => engines.forEach((engine) => void engine.dispose()));

// What single precision has at p = 1e-23, and at the ends: p^2 and then p underflow, p is 0 in double precision too.
const SIZES = [20, 52, 75, 100, 370, 740, 750, 1e4, 1e10];
const PIXELS = 12;

/** Signs of a logit: as seen from the truth, or the same for all. */
const SIGNS: Readonly<Record<string, (isTrue: boolean, k: number) => number>> = {
  "all right": (isTrue) => (isTrue ? 1 : -1),
  "all wrong": (isTrue) => (isTrue ? -1 : 1),
  "all negative": () => -1,
  "all positive": () => 1,
  "some right": (isTrue, k) => ((k % 3 === 0) === isTrue ? 1 : -1),
  "one unsure": (isTrue, k) => (k === 4 ? 0.01 : isTrue ? 1 : -1),
};

const LABELS: Readonly<Record<string, (i: number, classes: number) => number>> = {
  mixed: (i, classes) => i % classes,
  empty: () => 0,
  full: (_, classes) => classes - 1,
};

const SETTINGS: readonly Pick<CompileOptions, "shape" | "link">[] = [
  { shape: [1, PIXELS, 1], link: "sigmoid" },
  { shape: [1, PIXELS, 3], link: "softmax" },
  { shape: [1, PIXELS, 3], link: "sigmoid" },
];

/** Inputs for a setting, each with its name. */
function* problems({ shape }: CompileOptions): Generator<[string, StepInputs]> {
  const channels = shape[2];
  for (const size of SIZES)
    for (const [signs, signOf] of Object.entries(SIGNS))
      for (const [labels, labelOf] of Object.entries(LABELS)) {
        const targets = Uint8Array.from({ length: PIXELS }, (_, i) => labelOf(i, Math.max(2, channels)));
        const logits = Float32Array.from({ length: PIXELS * channels }, (_, k) => {
          const label = targets[Math.floor(k / channels)];
          return size * signOf(channels === 1 ? label === 1 : label === k % channels, k);
        });
        const instances = Int32Array.from(targets);
        yield [`|z| = ${size}, ${signs}, ${labels}`, { logits, targets, instances, progress: 0.5 }];
      }
}

/** Value and gradient, or what the engine says. */
function outcome(step: Step, inputs: StepInputs) {
  const gradient = new Float32Array(inputs.logits.length);
  try {
    return { value: step.run({ ...inputs, gradient }), gradient, message: "" };
  } catch (error) {
    return { value: Number.NaN, gradient, message: (error as Error).message };
  }
}

/** A power below 1 of -log Dice: what 1 - Dice is rounded by near 0 comes out to the power of 0.3. */
const LOOSE: Readonly<Record<string, number>> = { exponentialLogarithmic: 0.8 * (2 * 6e-8) ** 0.3 };

function disagreements(name: string, options: CompileOptions): string[] {
  const steps = engines.map((engine) => engine.compile(parseLoss(name), options));
  const found: string[] = [];
  for (const [problem, inputs] of problems(options)) {
    const [exact, fast] = steps.map((step) => outcome(step, inputs));
    const off = Math.abs(fast.value - exact.value);
    const size = Math.hypot(...exact.gradient);
    const apart = Math.hypot(...exact.gradient.map((g, i) => fast.gradient[i] - g));
    const loose = LOOSE[name] ?? 0;
    if (off <= 2e-7 + loose + 1e-6 * Math.abs(exact.value) && apart <= 1e-7 + loose + 1e-6 * size) continue;
    const texts = [fast, exact].map(({ value, message }) => `${value} ${message}`);
    found.push(
      `${options.link}, ${problem}: ${texts.join(", expected ")}; gradient off by ${apart} of ${size}`,
    );
  }
  for (const step of steps) step.dispose();
  return found;
}

describe("saturated logits: the engines agree on what is empty, and on everything else", () => {
  for (const { definition } of LOSSES)
    it(definition.name, () => {
      expect(SETTINGS.flatMap((options) => disagreements(definition.name, options))).toEqual([]);
    });
});
